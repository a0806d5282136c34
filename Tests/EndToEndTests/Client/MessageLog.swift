import Flatwire

/// The messages that a fake router received, as a test's task sees them.
struct MessageLog: Sendable {
  private let messages: AsyncStream<Message>
  private let continuation: AsyncStream<Message>.Continuation

  init() { (messages, continuation) = AsyncStream.makeStream() }

  func add(_ message: Message) { continuation.yield(message) }

  /// The next message of a type; others are passed over.
  func next(_ code: MessageCode) async -> Message? {
    for await message in messages where message.code == code { return message }
    return nil
  }
}
