internal import WAMP

extension NodeReader {
  /// What decides where several permissions cover a URI.
  static let rule =
    "of two for the same URIs, or a wildcard and a prefix, it depends on the router which one decides"

  /// The URIs of a permission: `*` at the end makes a prefix and elsewhere a wildcard, unless `match` says what it is.
  func readPattern(
    _ section: inout ConfigurationSection
  ) throws(ConfigurationFault) -> (uri: String, match: MatchPolicy) {
    let item = try section.require("uri")
    guard case .text(let text) = item.node.content else { throw item.fault("has to be text") }
    let (uri, match) = try section.take("match").map(readMatch).map { (text, $0) } ?? Self.starred(text)
    if uri.contains("*") {
      throw item.fault("has a *, which stands for whole components only, and not beside \"match\"")
    }
    if let fault = URI.fault(inPattern: uri, for: match) {
      throw item.fault("\(text.debugDescription) is no URI: \(fault)")
    }
    return (uri, match)
  }

  private func readMatch(_ item: ConfigurationItem) throws(ConfigurationFault) -> MatchPolicy {
    let word = try item.text()
    guard let match = MatchPolicy(rawValue: word) else {
      throw item.fault("\(word.debugDescription) is none of exact, prefix, wildcard")
    }
    return match
  }

  /// A pattern with stars, as the specification has it.
  private static func starred(_ text: String) -> (uri: String, match: MatchPolicy) {
    let isPrefix = text.hasSuffix("*") && text.filter { $0 == "*" }.count == 1
    if isPrefix { return (String(text.dropLast()), .prefix) }
    let components = text.split(separator: ".", omittingEmptySubsequences: false)
    guard components.contains("*") else { return (text, .exact) }
    return (components.map { $0 == "*" ? "" : $0 }.joined(separator: "."), .wildcard)
  }
}

extension NodeConfiguration.Permission {
  /// Whether a URI that both cover is decided otherwise by one than by the other, and nobody can know by which.
  ///
  /// Crossbar.io asks wildcards before prefixes, this package as the specification does.
  func contradicts(_ other: NodeConfiguration.Permission) -> Bool {
    if uri == other.uri, match == other.match { return true }
    guard allows != other.allows || discloses != other.discloses else { return false }
    switch (match, other.match) {
    case (.wildcard, .prefix): return other.uri.isEmpty ? false : overlaps(prefix: other.uri)
    case (.prefix, .wildcard): return uri.isEmpty ? false : other.overlaps(prefix: uri)
    default: return false
    }
  }

  /// Whether a URI that this wildcard covers may begin so.
  private func overlaps(prefix: String) -> Bool {
    let given = uri.split(separator: ".", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
    let head = given.map { $0 + "." }.joined()
    return head.hasPrefix(prefix) || prefix.hasPrefix(head)
  }
}
