/// The values of an enum's members by their names.
package struct MemberValues {
  private let values: [String: Int128]

  package init(_ definition: EnumDefinition) {
    values = Dictionary(definition.members.map { ($0.name, $0.value) }) { first, _ in first }
  }

  package subscript(_ name: String) -> Int128? { Lexer.isIdentifier(name) ? values[name] : nil }
}
