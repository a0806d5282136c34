/// The rules for URIs of topics, procedures, realms and errors (WAMP specification, section "URIs").
public enum URI {
  /// How strictly a URI's components are checked.
  public enum Rule: Sendable {
    /// No white space, no `#`; components separated by single dots.
    case loose
    /// Lower-case letters, digits and `_` only.
    case strict
  }

  /// Whether `uri` is a complete URI: at least one component and none of them empty.
  public static func isValid(_ uri: String, rule: Rule = .loose) -> Bool {
    check(uri, rule: rule, emptyComponentsAllowed: false)
  }

  /// Whether `pattern` can be matched by `policy`; a wildcard pattern leaves components empty.
  public static func isValid(pattern: String, for policy: MatchPolicy, rule: Rule = .loose) -> Bool {
    switch policy {
    case .exact: return isValid(pattern, rule: rule)
    case .prefix:
      let stem = pattern.hasSuffix(".") ? String(pattern.dropLast()) : pattern
      return isValid(stem, rule: rule)
    case .wildcard: return check(pattern, rule: rule, emptyComponentsAllowed: true)
    }
  }

  /// Whether the URI lies in the name space `wamp.`, which belongs to the protocol.
  public static func isReserved(_ uri: String) -> Bool { uri.utf8.starts(with: "wamp.".utf8) }

  /// Whether a subscription or registration of `pattern` covers `uri`.
  public static func matches(_ uri: String, pattern: String, policy: MatchPolicy) -> Bool {
    switch policy {
    case .exact: return uri == pattern
    case .prefix: return uri.utf8.starts(with: pattern.utf8)
    case .wildcard:
      let components = uri.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      let wanted = pattern.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      guard components.count == wanted.count else { return false }
      return zip(components, wanted).allSatisfy { $1.isEmpty || $0.elementsEqual($1) }
    }
  }

  private static func check(_ uri: String, rule: Rule, emptyComponentsAllowed: Bool) -> Bool {
    var isComponentEmpty = true
    for character in uri.unicodeScalars {
      if character == "." {
        if isComponentEmpty && !emptyComponentsAllowed { return false }
        isComponentEmpty = true
        continue
      }
      isComponentEmpty = false
      switch rule {
      case .loose:
        if character == "#" || character.properties.isWhitespace { return false }
      case .strict:
        switch character {
        case "a"..."z", "0"..."9", "_": break
        default: return false
        }
      }
    }
    return emptyComponentsAllowed ? !uri.isEmpty : !isComponentEmpty
  }
}
