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
    name = String(parts[0].trimmed)
    value = parts.count == 2 ? String(parts[1].trimmed) : nil
  }
}
