/// What is spoken on a connection, by the names of both handshakes.
package struct Subprotocol: Sendable, Equatable {
  /// The name in WebSocket's handshake.
  package let name: String
  /// The number in RawSocket's handshake, 1 to 15; `nil` if it is not spoken there.
  package let rawSocketID: UInt8?
  /// Whether its messages are text where the transport tells text and bytes apart.
  package let isText: Bool

  package init(_ name: String, rawSocketID: UInt8?, isText: Bool = false) {
    self.name = name
    self.rawSocketID = rawSocketID
    self.isText = isText
  }
}
