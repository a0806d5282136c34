/// What is spoken on a WebSocket: a serializer, and whether one message of the transport may hold several of WAMP.
package struct MessageProtocol: Sendable, Hashable {
  package let serializer: SerializerKind
  package let isBatched: Bool

  /// - Parameter isBatched: without effect for FlatBuffers, which has no batches.
  package init(_ serializer: SerializerKind, isBatched: Bool = false) {
    self.serializer = serializer
    self.isBatched = isBatched && serializer != .flatbuffers
  }

  /// What a WebSocket subprotocol names; `nil` if this module does not speak it.
  package init?(subprotocol: String) {
    guard let known = Self.all.first(where: { $0.subprotocol == subprotocol }) else { return nil }
    self = known
  }

  /// The number in a RawSocket handshake; `nil` for batches, which RawSocket does not have.
  package var rawSocketID: UInt8? { isBatched ? nil : serializer.rawSocketID }

  package var isText: Bool { serializer.isText }

  package var subprotocol: String { isBatched ? serializer.subprotocol + ".batched" : serializer.subprotocol }

  /// All, in the order of preference.
  package static let all =
    SerializerKind.allCases.map { MessageProtocol($0) }
    + SerializerKind.allCases.map { MessageProtocol($0, isBatched: true) }.filter(\.isBatched)
}
