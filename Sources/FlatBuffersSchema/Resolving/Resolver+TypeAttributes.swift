/// The attributes that only fields of certain types can have.
extension Resolver {
  mutating func checkTypeAttributes(of field: FieldDefinition) {
    let attributes = field.attributes
    if attributes.contains("shared"), field.type != .single(.string) {
      misplaced("shared", on: field, "a string")
    }
    if attributes.contains("flexbuffer"), field.type != .vector(.scalar(.ubyte)) {
      misplaced("flexbuffer", on: field, "a vector of ubyte")
    }
    if attributes.contains("offset64"), field.type != .single(.string) { checkVector("offset64", field) }
    if attributes.contains("vector64") { checkVector("vector64", field) }
    if attributes.contains("hash") { checkHash(field) }
    if let alignment = attributes["force_align"] { checkAlignment(alignment, of: field) }
  }

  /// Checks a field that is far away for being what other compilers let be there.
  private mutating func checkVector(_ attribute: String, _ field: FieldDefinition) {
    switch field.type {
    case .vector(.scalar), .vector(.structure): break
    default:
      let orString = attribute == "offset64" ? ", or a string" : ""
      misplaced(attribute, on: field, "a vector of numbers or structs\(orString)")
    }
  }

  private mutating func checkAlignment(_ attribute: AttributeList.Element, of field: FieldDefinition) {
    guard case .vector = field.type else { return }
    let value: Int128? =
      switch attribute.value {
      case .integer(let number): number
      case .string(let text): Self.integer(text)
      case .none: nil
      }
    guard let value, 1...32 ~= value, value & (value - 1) == 0 else {
      log.error(
        "found \(attribute.value), expected 'force_align' to be a power of two from 1 to 32",
        at: attribute.location)
      return
    }
  }

  private mutating func checkHash(_ field: FieldDefinition) {
    let size: Int
    switch field.type {
    case .single(let element), .vector(let element):
      size = schema.storage(of: element).map { $0.isInteger ? $0.size : 0 } ?? 0
    case .array: size = 0
    }
    guard [2, 4, 8].contains(size) else {
      return misplaced("hash", on: field, "an integer of 16, 32 or 64 bits")
    }
    let bits = size * 8
    let names = ["fnv1_\(bits)", "fnv1a_\(bits)"]
    let name = field.attributes.string("hash")
    guard name.map(names.contains) ?? false else {
      log.error(
        "found the hash '\(name ?? "")', expected '\(names[0])' or '\(names[1])'",
        at: field.attributes["hash"]?.location)
      return
    }
  }

  /// Attributes for compilers of other languages, so that a schema we accept is one they accept.
  mutating func checkNativeAttributes(of field: FieldDefinition) {
    if field.attributes.contains("cpp_type"), !field.attributes.contains("hash") {
      misplaced("cpp_type", on: field, "a field with 'hash'")
    }
    if field.attributes.contains("native_inline") {
      switch field.type {
      case .single(.structure), .vector(.structure), .vector(.table), .array(.structure, _): break
      default: misplaced("native_inline", on: field, "a struct or a vector of structs or tables")
      }
    }
  }

  /// The attributes that others stand for without being written.
  func impliedAttributes(of field: FieldDefinition) -> [AttributeList.Element] {
    guard let type = field.attributes["cpp_type"], !field.attributes.contains("cpp_ptr_type") else {
      return []
    }
    return [AttributeList.Element(name: "cpp_ptr_type", value: .string("naked"), location: type.location)]
  }

  /// The table whose buffer the field holds, from `nested_flatbuffer`.
  mutating func nestedTable(of field: FieldDefinition, in namespace: [String]) -> Int? {
    guard let attribute = field.attributes["nested_flatbuffer"] else { return nil }
    guard field.type == .vector(.scalar(.ubyte)) else {
      misplaced("nested_flatbuffer", on: field, "a vector of ubyte")
      return nil
    }
    guard case .string(let name) = attribute.value else {
      log.error("found no string, expected 'nested_flatbuffer' to name a table", at: attribute.location)
      return nil
    }
    guard let symbol = symbol(named: name, in: namespace), symbol.kind == .table else {
      log.error(
        "found '\(name)', expected the name of a table", at: attribute.location, hint: symbols.hint(for: name)
      )
      return nil
    }
    return symbol.index
  }
}
