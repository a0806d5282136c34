/// The attributes of the schema language and where they may stand.
enum Attributes {
  /// What an attribute is attached to.
  enum Place {
    case table, structure, enumeration, union, field, member, service, method
  }

  /// The attributes that need no declaration.
  static let builtIn: Set<String> = [
    "bit_flags", "cpp_ptr_type", "cpp_ptr_type_get", "cpp_str_flex_ctor", "cpp_str_type", "cpp_type",
    "csharp_partial", "deprecated", "flexbuffer", "force_align", "hash", "id", "idempotent", "key",
    "native_custom_alloc", "native_default", "native_inline", "native_type", "native_type_pack_name",
    "nested_flatbuffer", "offset64", "original_order", "private", "required", "shared", "streaming",
    "vector64",
  ]
}

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
