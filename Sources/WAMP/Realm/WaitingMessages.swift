/// Messages of one session that wait, in the order they came, and what they take.
struct WaitingMessages: Sendable {
  private var messages: ArraySlice<Message> = []
  private(set) var byteCount = 0

  init() {}

  /// One message alone.
  init(_ message: Message) { append(message) }

  var count: Int { messages.count }
  var first: Message? { messages.first }

  /// Adds a message, in memory of its own.
  mutating func append(_ message: Message) {
    let kept = message.kept
    messages.append(kept)
    byteCount += kept.keptSize
  }

  mutating func popFirst() -> Message? {
    guard let message = messages.first else { return nil }
    // A slice that begins later still holds what came before.
    messages[messages.startIndex] = .goodbye(Message.Goodbye(reason: ""))
    messages.removeFirst()
    byteCount -= message.keptSize
    return message
  }

  /// Removes calls, what would cancel them, and what answers them.
  mutating func dropCalls() {
    messages.removeAll { message in
      switch message {
      case .call, .cancel, .error:
        byteCount -= message.keptSize
        return true
      default: return false
      }
    }
  }

  /// Whether one more may wait.
  func hasRoom(in limits: RealmLimits) -> Bool {
    count < limits.waitingRequests && byteCount <= limits.waitingRequestBytes
  }
}
