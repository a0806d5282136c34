/// What an attribute of WAMP's interface language asks of the values of a field, beyond its type.
///
/// Source: the interface language of the WAMP specification, and `wamp.fbs` of its catalog. Of a vector each element is
/// judged.
package enum ValueRule: String, Sendable, CaseIterable {
  /// An integer from 1 to 2^53.
  case id = "wampid"
  /// Nanoseconds since the Unix epoch.
  case timestamp
  /// A UUID: as text the canonical one, as binary data 16 bytes, or a struct of its 128 bits.
  case uuid
  /// A component of a URI, and one of lower case letters, digits and underscores only.
  case name = "wampname"
  case strictName = "wampname_s"
  /// A URI without empty components.
  case uri = "wampuri"
  case strictURI = "wampuri_s"
  /// A URI of which any component may be empty.
  case pattern = "wampuri_p"
  case strictPattern = "wampuri_sp"
  /// A URI of which the last component may be empty.
  case prefix = "wampuri_pp"
  case strictPrefix = "wampuri_spp"

  /// The rule for a field's values; `nil` if there is none.
  ///
  /// An attribute on a field whose values it can't be asked of is told by ``fault(in:)``.
  package init?(_ field: FieldDefinition) {
    guard let rule = Self.all(on: field).first, rule.fits(field.type) else { return nil }
    self = rule
  }

  /// What is wrong with the attributes of a field; `nil` if nothing is.
  package static func fault(in field: FieldDefinition) -> String? {
    let rules = all(on: field)
    guard let rule = rules.first else { return nil }
    if rules.count > 1 {
      return
        "found '\(rule.rawValue)' and '\(rules[1].rawValue)' on the field '\(field.name)', expected one of them"
    }
    if rule.fits(field.type) { return nil }
    return "found '\(rule.rawValue)' on the field '\(field.name)', expected it on \(rule.fittingTypes)"
  }

  private static func all(on field: FieldDefinition) -> [ValueRule] {
    field.attributes.elements.compactMap { ValueRule(rawValue: $0.name) }
  }

  private func fits(_ type: FieldType) -> Bool {
    switch (self, type.element) {
    case (.id, .scalar(let scalar)): scalar.isInteger
    case (.timestamp, .scalar(let scalar)): scalar == .ulong || scalar == .long
    case (.uuid, .structure), (.uuid, .string): true
    case (.uuid, .scalar(.ubyte)): type != .single(.scalar(.ubyte))
    case (.id, _), (.timestamp, _), (.uuid, _): false
    case (_, let element): element == .string
    }
  }

  private var fittingTypes: String {
    switch self {
    case .id: "integers"
    case .timestamp: "64-bit integers"
    case .uuid: "strings, [ubyte] and structs"
    default: "strings"
    }
  }

  /// What values are expected, for errors.
  var expected: String {
    switch self {
    case .id: "a WAMP ID, 1 to 2^53"
    case .timestamp: "nanoseconds since 1970"
    case .uuid: "a UUID: 16 bytes, or as text 8-4-4-4-12 hexadecimal digits"
    case .name: "a component of a URI, without '.', '#' and white space"
    case .strictName: "a component of a URI of a-z, 0-9 and '_'"
    case .uri: "a URI without empty components, '#' and white space"
    case .strictURI: "a URI without empty components, of a-z, 0-9 and '_'"
    case .pattern: "a URI or pattern without '#' and white space"
    case .strictPattern: "a URI or pattern of a-z, 0-9 and '_'"
    case .prefix: "a URI or prefix without empty components before the last, '#' and white space"
    case .strictPrefix: "a URI or prefix without empty components before the last, of a-z, 0-9 and '_'"
    }
  }

  /// Whether a number is as it should be.
  func accepts(_ number: Int128) -> Bool { self != .id || (1...1 << 53).contains(number) }

  /// Whether a text is as it should be.
  package func accepts(_ text: String) -> Bool {
    switch self {
    case .id, .timestamp: true
    case .uuid: Self.isUUID(text)
    case .name: Self.isURI(text, components: 1, isStrict: false, mayBeEmpty: .none)
    case .strictName: Self.isURI(text, components: 1, isStrict: true, mayBeEmpty: .none)
    case .uri: Self.isURI(text, isStrict: false, mayBeEmpty: .none)
    case .strictURI: Self.isURI(text, isStrict: true, mayBeEmpty: .none)
    case .pattern: Self.isURI(text, isStrict: false, mayBeEmpty: .any)
    case .strictPattern: Self.isURI(text, isStrict: true, mayBeEmpty: .any)
    case .prefix: Self.isURI(text, isStrict: false, mayBeEmpty: .last)
    case .strictPrefix: Self.isURI(text, isStrict: true, mayBeEmpty: .last)
    }
  }

  /// Which components of a URI may be empty.
  private enum EmptyComponents { case none, last, any }

  private static func isURI(
    _ text: String, components limit: Int = .max, isStrict: Bool, mayBeEmpty: EmptyComponents
  ) -> Bool {
    var count = 1
    var isEmpty = true
    // By scalars: a character may be a dot with an accent.
    for scalar in text.unicodeScalars {
      if scalar == "." {
        count += 1
        guard count <= limit, !isEmpty || mayBeEmpty == .any else { return false }
        isEmpty = true
      } else {
        guard isStrict ? isStrictPart(scalar) : scalar != "#" && !scalar.properties.isWhitespace else {
          return false
        }
        isEmpty = false
      }
    }
    return !isEmpty || mayBeEmpty != .none
  }

  private static func isStrictPart(_ scalar: Unicode.Scalar) -> Bool {
    "a"..."z" ~= scalar || "0"..."9" ~= scalar || scalar == "_"
  }

  private static func isUUID(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12]
      && parts.joined().allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
  }
}
