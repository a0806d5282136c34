/// One URI, or all that begin alike or agree in some of their components.
///
///     let patterns: [URIPattern] = ["com.example.now", .prefix("com.example.users."), .wildcard("com.example..get")]
public struct URIPattern: Sendable, Hashable {
  /// What URIs are compared with.
  public let text: String
  /// How they are compared.
  public let match: MatchPolicy

  /// - Parameter text: what all URIs are compared with; a wildcard leaves components empty.
  public init(_ text: String, _ match: MatchPolicy = .exact) {
    self.text = text
    self.match = match
  }

  /// All URIs that begin with these bytes.
  public static func prefix(_ text: String) -> Self { Self(text, .prefix) }

  /// All URIs that have these components, and as many; those left empty may be any.
  public static func wildcard(_ text: String) -> Self { Self(text, .wildcard) }

  private var components: [Substring.UTF8View] {
    Substring(text).utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .map { Substring($0).utf8 }
  }

  /// What all URIs that it covers begin with.
  private var head: Substring.UTF8View {
    guard match == .wildcard else { return Substring(text).utf8 }
    let given = components.prefix { !$0.isEmpty }
    return Substring(text).utf8.prefix(given.reduce(0) { $0 + $1.count + 1 })
  }

  /// Whether it covers every URI that the other one does.
  package func covers(_ other: URIPattern) -> Bool {
    switch match {
    case .exact: return self == other
    case .prefix: return other.head.starts(with: text.utf8)
    case .wildcard:
      if text.isEmpty { return true }
      return other.match != .prefix && fits(other) { $0.isEmpty || $0.elementsEqual($1) }
    }
  }

  /// Whether there may be a URI that both cover.
  func overlaps(_ other: URIPattern) -> Bool {
    if match == .wildcard, other.match == .wildcard, !text.isEmpty, !other.text.isEmpty {
      return fits(other) { $0.isEmpty || $1.isEmpty || $0.elementsEqual($1) }
    }
    if match == .exact { return other.covers(self) }
    if other.match == .exact { return covers(other) }
    return head.starts(with: other.head) || other.head.starts(with: head)
  }

  private func fits(
    _ other: URIPattern, _ compare: (Substring.UTF8View, Substring.UTF8View) -> Bool
  ) -> Bool {
    let (own, others) = (components, other.components)
    return own.count == others.count && zip(own, others).allSatisfy(compare)
  }

  /// Whether, for a URI that both cover, this one does not decide.
  func isLessSpecific(than other: URIPattern) -> Bool {
    switch (match, other.match) {
    case (.wildcard, .prefix), (.wildcard, .exact), (.prefix, .exact): true
    case (.prefix, .prefix): text.utf8.count < other.text.utf8.count
    default: false
    }
  }
}

// URIs are bytes: two spellings of one text in Unicode are two URIs.
extension URIPattern {
  public static func == (left: URIPattern, right: URIPattern) -> Bool {
    left.match == right.match && left.text.utf8.elementsEqual(right.text.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(match)
    for byte in text.utf8 { hasher.combine(byte) }
  }
}

extension URIPattern: ExpressibleByStringLiteral {
  /// Exactly this URI.
  public init(stringLiteral uri: String) { self.init(uri) }
}

extension URIPattern: CustomStringConvertible {
  public var description: String { match == .exact ? text.shortened : "\(text.quoted) (\(match.rawValue))" }
}
