import WAMP

extension MatchPolicy {
  /// Whether a pattern covers a URI; plainly written, as the router does it otherwise.
  func covers(_ uri: String, by pattern: String) -> Bool {
    switch self {
    case .exact: return uri == pattern
    case .prefix: return uri.hasPrefix(pattern)
    case .wildcard:
      let wanted = pattern.split(separator: ".", omittingEmptySubsequences: false)
      let given = uri.split(separator: ".", omittingEmptySubsequences: false)
      return wanted.count == given.count && zip(wanted, given).allSatisfy { $0.isEmpty || $0 == $1 }
    }
  }
}
