internal import FlatBuffersReflection
internal import SharedBytes

extension DynamicTable {
  /// The value of a field, or its default; `nil` if it has none.
  ///
  /// - Throws: `wamp.error.invalid_payload` for a string that is not UTF-8, `wamp.error.payload_size_exceeded` if the
  ///   budget is spent.
  func argument(_ field: FieldDefinition, _ budget: inout ArgumentBudget) throws(WAMPError) -> Value? {
    guard let value = value(of: field) else { return nil }
    try budget.take(1)
    return try Value(value, of: field, schema, &budget)
  }

  /// All values that there are, by the names of their fields.
  func arguments(_ budget: inout ArgumentBudget) throws(WAMPError) -> [String: Value] {
    var values: [String: Value] = [:]
    for field in definition.fields where !field.isDeprecated {
      guard let value = try argument(field, &budget) else { continue }
      try budget.take(name: field)
      values[field.name] = value
    }
    return values
  }
}

extension DynamicStruct {
  /// All values, by the names of their fields.
  fileprivate func arguments(
    _ schema: Schema, _ budget: inout ArgumentBudget
  ) throws(WAMPError) -> [String: Value] {
    var values: [String: Value] = [:]
    for field in definition.fields {
      guard let value = self[field] else { continue }
      try budget.take(1)
      try budget.take(name: field)
      values[field.name] = try Value(value, of: field, schema, &budget)
    }
    return values
  }
}

extension ArgumentBudget {
  /// Takes the key of a map.
  fileprivate mutating func take(name field: FieldDefinition) throws(WAMPError) {
    try take(1)
    try take(bytes: field.name.utf8.count)
  }
}

extension Value {
  /// - Parameters:
  ///   - field: says what the value is, or the elements of it.
  ///   - budget: for what is within the value, which itself is taken.
  fileprivate init?(
    _ value: DynamicValue, of field: FieldDefinition, _ schema: Schema, _ budget: inout ArgumentBudget
  ) throws(WAMPError) {
    switch value {
    case .bool(let flag): self = .bool(flag)
    case .integer(let number): self = try Value(number, of: field.type.element, schema, &budget)
    case .real(let number): self = Value(real: number)
    case .string(let bytes):
      try budget.take(bytes: bytes.count)
      guard let text = String(validating: [UInt8](bytes), as: UTF8.self) else {
        throw WAMPError(.invalidPayload, "the string '\(field.name)' is not UTF-8")
      }
      self = .string(text)
    case .table(let table): self = .map(try table.arguments(&budget))
    case .structure(let structure): self = .map(try structure.arguments(schema, &budget))
    case .vector(let vector): self = try Value(vector, of: field, schema, &budget)
    // A member of a later version of the schema; the number of its type is told beside it.
    case .unknownMember: return nil
    }
  }

  private init(
    _ vector: DynamicVector, of field: FieldDefinition, _ schema: Schema, _ budget: inout ArgumentBudget
  ) throws(WAMPError) {
    if vector.element == .scalar(.ubyte), let bytes = vector.bytes {
      try budget.take(bytes: bytes.count)
      self = .bytes(bytes)
      return
    }
    try budget.take(vector.count)
    var values: [Value] = []
    values.reserveCapacity(vector.count)
    for index in vector.indices {
      let element: Value? =
        if let value = vector[index] { try Value(value, of: field, schema, &budget) } else { nil }
      values.append(element ?? .null)
    }
    self = .list(values)
  }

  private init(
    _ number: Int128, of element: ElementType, _ schema: Schema, _ budget: inout ArgumentBudget
  ) throws(WAMPError) {
    switch element {
    case .enumeration(let index), .unionTag(let index):
      if let name = schema.enums[index].text(of: number) {
        try budget.take(bytes: name.utf8.count)
        self = .string(name)
        return
      }
    default: break
    }
    self = Int64(exactly: number).map { .int($0) } ?? .uint(UInt64(truncatingIfNeeded: number))
  }

  /// What JSON has no number for is text in all formats, as arguments may have it.
  private init(real number: Double) {
    self = number.isFinite ? .double(number) : .string(number.isNaN ? "nan" : "\(number)")
  }
}
