internal import FlatBuffersReflection

/// The attributes that only fields of certain types can have.
extension Resolver {
  mutating func checkTypeAttributes(of field: FieldDefinition) {
    for fault in field.attributeFaults(in: schema) {
      log.error(fault.message, at: field.attributes[fault.attribute]?.location ?? field.location)
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
  mutating func nestedTable(of field: FieldDefinition) -> Int? {
    guard let attribute = field.attributes["nested_flatbuffer"], field.type == .vector(.scalar(.ubyte)) else {
      return nil
    }
    guard case .string(let name) = attribute.value else {
      log.error("found no string, expected 'nested_flatbuffer' to name a table", at: attribute.location)
      return nil
    }
    guard let symbol = symbol(named: name), symbol.kind == .table else {
      log.error(
        "found '\(name)', expected the name of a table", at: attribute.location, hint: symbols.hint(for: name)
      )
      return nil
    }
    return symbol.index
  }
}
