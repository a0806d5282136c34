/// The rules for URIs of topics, procedures, realms and errors (WAMP specification, section "URIs").
///
/// URIs are bytes: two spellings of one text in Unicode are two URIs.
public enum URI {
  /// How strictly a URI's components are checked.
  public enum Rule: Sendable {
    /// No white space, no control characters, no `#`; components separated by single dots.
    case loose
    /// Lower-case letters, digits and `_` only.
    case strict
  }

  /// Whether `uri` is a complete URI: at least one component and none of them empty.
  public static func isValid(_ uri: String, rule: Rule = .loose) -> Bool { fault(in: uri, rule: rule) == nil }

  /// Whether `pattern` can be matched by `policy`; a wildcard pattern leaves components empty.
  public static func isValid(pattern: String, for policy: MatchPolicy, rule: Rule = .loose) -> Bool {
    fault(inPattern: pattern, for: policy, rule: rule) == nil
  }

  /// Whether the URI lies in the name space `wamp.`, which belongs to the protocol.
  public static func isReserved(_ uri: String) -> Bool { isReserved(uri.utf8.span) }

  package static func isReserved(_ uri: Span<UInt8>) -> Bool {
    let space = "wamp."
    return uri.has(space.utf8.span, at: 0)
  }

  /// What keeps a text from being a URI; `nil` if nothing does.
  package static func fault(in uri: String, rule: Rule = .loose) -> Fault? {
    check(uri, rule: rule, emptyComponentsAllowed: false)
  }

  /// What keeps a text from being a pattern; `nil` if nothing does. The empty prefix and the empty wildcard
  /// cover every URI.
  package static func fault(
    inPattern pattern: String, for policy: MatchPolicy, rule: Rule = .loose
  ) -> Fault? {
    switch policy {
    case .exact: return fault(in: pattern, rule: rule)
    case .prefix:
      if pattern.isEmpty { return nil }
      let stem = pattern.utf8.last == UInt8(ascii: ".") ? String(pattern.unicodeScalars.dropLast()) : pattern
      return fault(in: stem, rule: rule)
    case .wildcard: return check(pattern, rule: rule, emptyComponentsAllowed: true)
    }
  }

  /// Why a text is no URI.
  package enum Fault: Sendable, Equatable, CustomStringConvertible {
    case emptyComponent
    case character(Unicode.Scalar)

    package var description: String {
      switch self {
      case .emptyComponent: return "a component is empty"
      case .character(let character):
        let number = String(character.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - number.count)) + number
        return URI.isVisible(character) ? "it has the character '\(character)' (\(code))" : "it has \(code)"
      }
    }
  }

  private static func check(_ uri: String, rule: Rule, emptyComponentsAllowed: Bool) -> Fault? {
    var isComponentEmpty = true
    for character in uri.unicodeScalars {
      if character == "." {
        if isComponentEmpty && !emptyComponentsAllowed { return .emptyComponent }
        isComponentEmpty = true
        continue
      }
      isComponentEmpty = false
      switch rule {
      case .loose:
        if character == "#" || !isVisible(character) { return .character(character) }
      case .strict:
        switch character {
        case "a"..."z", "0"..."9", "_": break
        default: return .character(character)
        }
      }
    }
    return isComponentEmpty && !emptyComponentsAllowed ? .emptyComponent : nil
  }

  /// Neither white space nor a control character (general category Cc).
  private static func isVisible(_ character: Unicode.Scalar) -> Bool {
    if character.value > 0x20 && character.value < 0x7F { return true }
    return !character.properties.isWhitespace && character.properties.generalCategory != .control
  }
}
