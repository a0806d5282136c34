/// Origins of web pages, such as `https://*.example.com`: a `*` stands for any text, the rest for itself in whatever
/// case.
struct OriginPattern {
  private let parts: [Substring]

  init(_ text: String) {
    parts = text.lowercased().split(separator: "*", omittingEmptySubsequences: false)
  }

  func matches(_ origin: String) -> Bool {
    var rest = origin.lowercased()[...]
    guard parts.count > 1, let last = parts.last else { return rest == parts[0] }
    guard rest.hasPrefix(parts[0]) else { return false }
    rest = rest.dropFirst(parts[0].count)
    // The first place that fits leaves the most for what follows.
    for part in parts[1..<(parts.count - 1)] where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}
