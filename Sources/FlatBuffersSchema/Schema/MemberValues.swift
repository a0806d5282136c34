/// The values of an enum's members by their names.
struct MemberValues {
  private let values: [String: Int128]

  init(_ definition: EnumDefinition) {
    values = Dictionary(definition.members.map { ($0.name, $0.value) }) { first, _ in first }
  }

  subscript(_ name: String) -> Int128? { Lexer.isIdentifier(name) ? values[name] : nil }
}
