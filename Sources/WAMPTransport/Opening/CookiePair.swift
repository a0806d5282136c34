/// What `Cookie` and `Set-Cookie` are made of: a name and, behind `=`, a value.
struct CookiePair: Sendable {
  let name: String
  /// `nil` if it is a name alone.
  let value: String?

  /// All pairs of a header, which semicolons separate.
  static func all(in header: String) -> [CookiePair] {
    header.split(separator: ";", omittingEmptySubsequences: false).map(CookiePair.init)
  }

  private init(_ text: Substring) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    name = parts[0].trimmed
    value = parts.count == 2 ? parts[1].trimmed : nil
  }
}

extension Substring {
  /// Without blanks around it.
  fileprivate var trimmed: String {
    guard let first = firstIndex(where: { $0 != " " }), let last = lastIndex(where: { $0 != " " }) else {
      return ""
    }
    return String(self[first...last])
  }
}
