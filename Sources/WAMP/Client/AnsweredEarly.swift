/// Invocations that were answered before the last part of their call had come: what the router had sent by then is no
/// new invocation.
struct AnsweredEarly: Sendable {
  /// How many are remembered: the parts on their way come soon, or never.
  static let limit = 1024
  private var requests = OrderedTable<RequestID, Void>()

  mutating func add(_ request: RequestID) {
    if requests.count == Self.limit { _ = requests.popFirst() }
    requests.insert((), for: request)
  }

  /// Whether a part is one of these; none follows the last one.
  mutating func takes(_ request: RequestID, isLast: Bool) -> Bool {
    guard requests.contains(request) else { return false }
    if isLast { requests.remove(request) }
    return true
  }

  mutating func removeAll() { requests = OrderedTable() }
}
