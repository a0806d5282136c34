/// How messages are serialised on a connection; agreed by the WebSocket subprotocol.
@frozen public enum SerializerKind: UInt8, Sendable, CaseIterable {
  case cbor
  case flatbuffers

  /// The WebSocket subprotocol that names the serializer.
  public var subprotocol: String {
    switch self {
    case .cbor: "wamp.2.cbor"
    case .flatbuffers: "wamp.2.flatbuffers"
    }
  }

  /// The serializer of a WebSocket subprotocol; `nil` if this module has none for it.
  public init?(subprotocol: String) {
    guard let kind = Self.allCases.first(where: { $0.subprotocol == subprotocol }) else { return nil }
    self = kind
  }

  /// The number of the serializer in a RawSocket handshake.
  public var rawSocketID: UInt8 {
    switch self {
    case .cbor: 3
    case .flatbuffers: 5
    }
  }

  /// The serializer of a RawSocket handshake; `nil` if this module has none for it.
  public init?(rawSocketID: UInt8) {
    guard let kind = Self.allCases.first(where: { $0.rawSocketID == rawSocketID }) else { return nil }
    self = kind
  }
}
