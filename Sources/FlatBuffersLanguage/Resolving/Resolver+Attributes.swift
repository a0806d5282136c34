internal import FlatBuffersReflection

extension Resolver {
  mutating func attributes(_ syntaxes: [AttributeSyntax], on place: Attributes.Place) -> AttributeList {
    var list = AttributeList()
    for syntax in syntaxes {
      let name = syntax.name.text
      if !knownAttributes.contains(name) {
        log.error(
          "found the attribute '\(name)', expected one that is declared", at: syntax.name.location,
          hint: BuiltInSchemas.flatwire.contains("attribute \"\(name)\";")
            ? "add 'include \"flatwire.fbs\";' to the top of the file"
            : "add 'attribute \"\(name)\";' before it")
      }
      if name == "force_align", place == .enumeration || place == .union {
        log.error(
          "found 'force_align' on an enum, expected it on a struct or a vector", at: syntax.name.location)
      }
      if name == "native_custom_alloc", place == .field {
        log.error("found '\(name)' on a field, expected it on a table or struct", at: syntax.name.location)
      }
      let value: AttributeList.Value
      switch syntax.value {
      case .none: value = .none
      case .string(let text): value = .string(text)
      case .integer(let text):
        guard let number = Numeral.integer(text), Int32(exactly: number) != nil else {
          log.error(
            "found '\(text)', expected an integer of at most 32 bits", at: syntax.name.location,
            hint: "put larger numbers in quotes")
          continue
        }
        value = .integer(number)
      }
      list.elements.append(AttributeList.Element(name: name, value: value, location: syntax.name.location))
    }
    return list
  }
}
