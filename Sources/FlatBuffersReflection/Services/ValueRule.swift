/// What an attribute of WAMP's interface language asks of the values of a field, beyond its type.
///
/// Source: the interface language of the WAMP specification, and `wamp.fbs` of its catalog. Of a vector each element is
/// judged.
package enum ValueRule: String, Sendable, CaseIterable {
  /// An integer from 1 to 2^53.
  case id = "wampid"
  /// Nanoseconds since the Unix epoch.
  case timestamp
  /// A UUID: as text the canonical one, or a struct of its 128 bits.
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
    guard let rule = Self.named(on: field), rule.fits(field.type.element) else { return nil }
    self = rule
  }

  /// What is wrong with the attributes of a field; `nil` if nothing is.
  package static func fault(in field: FieldDefinition) -> String? {
    guard let rule = named(on: field), !rule.fits(field.type.element) else { return nil }
    return "found '\(rule.rawValue)' on the field '\(field.name)', expected it on \(rule.fittingTypes)"
  }

  private static func named(on field: FieldDefinition) -> ValueRule? {
    field.attributes.elements.lazy.compactMap { ValueRule(rawValue: $0.name) }.first
  }

  private func fits(_ element: ElementType) -> Bool {
    switch (self, element) {
    case (.id, .scalar(let type)): type.isInteger && type != .bool
    case (.timestamp, .scalar(let type)): type == .ulong
    case (.uuid, .structure), (.uuid, .string): true
    case (.id, _), (.timestamp, _), (.uuid, _): false
    case (_, let element): element == .string
    }
  }

  private var fittingTypes: String {
    switch self {
    case .id: "integers"
    case .timestamp: "ulong"
    case .uuid: "strings and structs"
    default: "strings"
    }
  }

  /// What values are expected, for errors.
  var expected: String {
    switch self {
    case .id: "a WAMP ID, 1 to 2^53"
    case .timestamp: "nanoseconds since 1970"
    case .uuid: "a UUID as 8-4-4-4-12 hexadecimal digits"
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
    case .name: Self.isComponent(text)
    case .strictName: Self.isStrictComponent(text)
    case .uri: Self.components(of: text).allSatisfy(Self.isComponent)
    case .strictURI: Self.components(of: text).allSatisfy(Self.isStrictComponent)
    case .pattern: Self.components(of: text).allSatisfy { $0.isEmpty || Self.isComponent($0) }
    case .strictPattern: Self.components(of: text).allSatisfy { $0.isEmpty || Self.isStrictComponent($0) }
    case .prefix: Self.isPrefix(text, Self.isComponent)
    case .strictPrefix: Self.isPrefix(text, Self.isStrictComponent)
    }
  }

  private static func components(of text: String) -> [Substring] {
    text.split(separator: ".", omittingEmptySubsequences: false)
  }

  private static func isPrefix(_ text: String, _ isComponent: (Substring) -> Bool) -> Bool {
    let components = components(of: text)
    return components.dropLast().allSatisfy(isComponent)
      && components.suffix(1).allSatisfy { $0.isEmpty || isComponent($0) }
  }

  private static func isComponent(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && !text.unicodeScalars.contains { $0 == "." || $0 == "#" || $0.properties.isWhitespace }
  }

  private static func isStrictComponent(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy { "a"..."z" ~= $0 || "0"..."9" ~= $0 || $0 == "_" }
  }

  private static func isUUID(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12]
      && parts.joined().allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
  }
}
