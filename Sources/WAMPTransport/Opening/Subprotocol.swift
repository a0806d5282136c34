/// What is spoken on a connection, by the names of both handshakes.
package struct Subprotocol: Sendable, Equatable {
  /// The name in WebSocket's handshake.
  package let name: String
  /// The number in RawSocket's handshake, 1 to 15; `nil` if it is not spoken there.
  package let rawSocketID: UInt8?
  /// Whether its messages are text where the transport tells text and bytes apart.
  package let isText: Bool
  /// How several messages are marked off in one of the transport's; `nil` where each is one of its own.
  let batches: BatchStyle?

  /// - Parameter isBatched: whether one message of the transport may hold several.
  package init(_ name: String, rawSocketID: UInt8?, isText: Bool = false, isBatched: Bool = false) {
    self.name = name
    self.rawSocketID = rawSocketID
    self.isText = isText
    batches = !isBatched ? nil : isText ? .separators : .lengths
  }

  /// The one that a handshake agreed on; where it agreed on none, nothing is known of what is spoken.
  init(_ name: String, among offered: [Subprotocol]) {
    self = offered.first { $0.name == name } ?? Subprotocol(name, rawSocketID: nil)
  }

  /// What the connection tells what comes: `owner`, which gets each message alone.
  func owner(_ owner: any ConnectionDelegate) -> any ConnectionDelegate {
    guard let batches else { return owner }
    return BatchSplitter(owner, batches)
  }
}
