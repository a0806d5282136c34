package import SharedBytes

/// The last messages that one side of a session has sent, numbered from 1: what a peer has not received is sent again over
/// another connection.
///
/// Bounded by bytes, each message counted with what it costs to keep; the oldest ones go.
package struct ReplayLog: Sendable {
  /// What a message takes beside its bytes, about.
  static let overhead = 96

  /// The number of the last message.
  package private(set) var last: UInt64 = 0
  private let limit: Int
  private var entries: [EncodedMessage] = []
  /// How many of the entries are gone.
  private var gone = 0
  private var bytes = 0

  package init(limit: Int) { self.limit = limit }

  /// The number of the oldest message that is kept, or would be.
  package var first: UInt64 { last - UInt64(entries.count - gone) + 1 }

  package mutating func append(_ message: EncodedMessage) {
    last += 1
    var kept = message
    kept.body = message.body.detached
    entries.append(kept)
    bytes += message.count + Self.overhead
    while bytes > limit && gone < entries.count {
      bytes -= entries[gone].count + Self.overhead
      entries[gone] = EncodedMessage(head: [])
      gone += 1
    }
    if gone > 32 && gone > entries.count / 2 {
      entries.removeFirst(gone)
      gone = 0
    }
  }

  /// What came after a message; `nil` if something of it is gone, or the number was never given.
  package func messages(after number: UInt64) -> ArraySlice<EncodedMessage>? {
    guard number <= last, number + 1 >= first else { return nil }
    return entries.suffix(Int(last - number))
  }
}
