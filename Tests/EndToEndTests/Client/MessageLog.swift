import Flatwire
import Synchronization

/// The messages that a fake router received, as a test's task sees them.
final class MessageLog: Sendable {
  private let messages: AsyncStream<Message>
  private let continuation: AsyncStream<Message>.Continuation
  private let added = Atomic(0)

  init() { (messages, continuation) = AsyncStream.makeStream() }

  /// How many messages there were.
  var count: Int { added.load(ordering: .relaxed) }

  func add(_ message: Message) {
    added.add(1, ordering: .relaxed)
    continuation.yield(message)
  }

  /// Adds a message.
  ///
  /// - Returns: whether it is the first one.
  func isFirst(_ message: Message) -> Bool {
    add(message)
    return count == 1
  }

  /// The next message of a type; others are passed over.
  func next(_ code: MessageCode) async -> Message? {
    for await message in messages where message.code == code { return message }
    return nil
  }
}
