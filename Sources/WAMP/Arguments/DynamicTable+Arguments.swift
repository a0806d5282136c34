internal import FlatBuffersReflection
internal import SharedBytes

extension DynamicTable {
  /// The value of a field, or its default; `nil` if it has none.
  ///
  /// - Throws: `wamp.error.invalid_payload` for a string that is not UTF-8.
  func argument(_ field: FieldDefinition) throws(WAMPError) -> Value? {
    guard let value = self[field.name] else { return nil }
    return try Value(value, of: field, schema)
  }

  /// All values that there are, by the names of their fields.
  func arguments() throws(WAMPError) -> [String: Value] {
    var values: [String: Value] = [:]
    for field in definition.fields where !field.isDeprecated { values[field.name] = try argument(field) }
    return values
  }
}

extension Value {
  /// - Parameter field: says what the value is, or the elements of it.
  fileprivate init?(
    _ value: DynamicValue, of field: FieldDefinition, _ schema: Schema
  ) throws(WAMPError) {
    switch value {
    case .bool(let flag): self = .bool(flag)
    case .integer(let number): self = Value(number, of: field.type.element, schema)
    case .real(let number): self = .double(number)
    case .string(let bytes):
      guard let text = String(validating: [UInt8](bytes), as: UTF8.self) else {
        throw WAMPError(.invalidPayload, "the string '\(field.name)' is not UTF-8")
      }
      self = .string(text)
    case .table(let table): self = .map(try table.arguments())
    case .structure(let structure):
      var values: [String: Value] = [:]
      for field in structure.definition.fields {
        guard let value = structure[field] else { continue }
        values[field.name] = try Value(value, of: field, schema)
      }
      self = .map(values)
    case .vector(let vector):
      if vector.element == .scalar(.ubyte), let bytes = vector.bytes {
        self = .bytes(bytes)
        return
      }
      var values: [Value] = []
      values.reserveCapacity(vector.count)
      for index in vector.indices {
        let element: Value? =
          if let value = vector[index] { try Value(value, of: field, schema) } else { nil }
        values.append(element ?? .null)
      }
      self = .list(values)
    // A member of a later version of the schema; the number of its type is told beside it.
    case .unknownMember: return nil
    }
  }

  private init(_ number: Int128, of element: ElementType, _ schema: Schema) {
    switch element {
    case .enumeration(let index), .unionTag(let index):
      if let name = schema.enums[index].text(of: number) {
        self = .string(name)
        return
      }
    default: break
    }
    self = Int64(exactly: number).map { .int($0) } ?? .uint(UInt64(truncatingIfNeeded: number))
  }
}
