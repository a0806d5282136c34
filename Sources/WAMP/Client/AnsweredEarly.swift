/// Invocations that were answered before the last part of their call had come: what the router had sent by then is no
/// new invocation.
struct AnsweredEarly: Sendable {
  /// How many are remembered: the parts on their way come soon, or never.
  static let limit = 1024
  private var requests: [RequestID] = []

  mutating func add(_ request: RequestID) {
    if requests.count == Self.limit { requests.removeFirst() }
    requests.append(request)
  }

  /// Whether a part is one of these; none follows the last one.
  mutating func takes(_ request: RequestID, isLast: Bool) -> Bool {
    guard !requests.isEmpty, let index = requests.lastIndex(of: request) else { return false }
    if isLast { requests.remove(at: index) }
    return true
  }

  mutating func removeAll() { requests = [] }
}
