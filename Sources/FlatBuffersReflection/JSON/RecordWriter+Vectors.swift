internal import FlatBuffersRuntime
internal import SharedBytes

extension RecordWriter {
  /// Writes a vector of anything but unions.
  func vector(
    _ value: JSONValue, _ element: ElementType, _ field: FieldDefinition, _ builder: inout Builder
  ) throws(Diagnostic) -> BufferOffset {
    if field.isFlexBuffer {
      let bytes = [UInt8](try flexBuffer(value).bytes)
      return builder.vector(bytes, count: bytes.count, alignment: 8, is64Bit: field.isVector64)
    }
    if let table = field.nestedTable, case .object = value.kind {
      return try nestedBuffer(value, table, field, &builder)
    }
    if case .bytes(let bytes) = value.kind, element == .scalar(.ubyte) {
      return try vector(of: Array(bytes), element, field, (value, []), &builder)
    }
    guard case .array(let values) = value.kind else { throw wrong(value, "an array") }
    switch element {
    case .string, .table:
      var entries: [(item: BufferOffset, key: SortingKey?)] = []
      for value in values {
        if case .table(let index) = element {
          entries.append((try table(value, index, &builder), try sortingKey(of: value, index)))
        } else {
          entries.append((try string(value, isShared: field.attributes.contains("shared"), &builder), nil))
        }
      }
      return builder.vector(optional: sorted(entries).map(\.item))
    default:
      return try vector(
        of: try inlineElements(values, element, field), element, field, (value, values), &builder)
    }
  }

  /// Writes a vector of what stands in place.
  ///
  /// - Parameter source: what the bytes were made of, as a whole and by elements.
  private func vector(
    of bytes: [UInt8], _ element: ElementType, _ field: FieldDefinition,
    _ source: (whole: JSONValue, elements: [JSONValue]), _ builder: inout Builder
  ) throws(Diagnostic) -> BufferOffset {
    let layout = schema.inlineLayout(of: element)
    var alignment = layout.alignment
    if let forced = field.attributes["force_align"]?.value.number {
      alignment = max(alignment, Int(clamping: forced))
    }
    if let table = field.nestedTable { try check(nested: bytes, table, source.elements, source.whole) }
    return builder.vector(
      bytes, count: bytes.count / max(layout.size, 1), alignment: alignment, is64Bit: field.isVector64)
  }

  private func inlineElements(
    _ values: [JSONValue], _ element: ElementType, _ field: FieldDefinition
  ) throws(Diagnostic) -> [UInt8] {
    var bytes: [UInt8] = []
    guard case .structure(let index) = element else {
      for value in values { try append(value, element, of: field, to: &bytes) }
      return bytes
    }
    var entries: [(item: [UInt8], key: SortingKey?)] = []
    for value in values {
      var entry: [UInt8] = []
      try append(structure: value, index, to: &entry)
      entries.append((entry, try sortingKey(of: value, index)))
    }
    for entry in sorted(entries) { bytes += entry.item }
    return bytes
  }

  /// The FlexBuffer of a value. Binary data are the bytes of one, as they are stored and sent.
  private func flexBuffer(_ value: JSONValue) throws(Diagnostic) -> FlexBuffer {
    if case .bytes(let bytes) = value.kind {
      // No bytes are no value, which no verifier accepts but in a field.
      if bytes.isEmpty { return FlexBuffer() }
      do {
        return try FlexBuffer(verifying: bytes)
      } catch {
        throw wrong(value, "the bytes of a FlexBuffer: \(error)")
      }
    }
    let content = try FlexValue(json: value)
    do throws(BuildError) {
      return try FlexBuffer(content)
    } catch {
      throw Diagnostic(at: value.location, "\(error)")
    }
  }

  private func nestedBuffer(
    _ value: JSONValue, _ index: Int, _ field: FieldDefinition, _ builder: inout Builder
  ) throws(Diagnostic) -> BufferOffset {
    var inner = Builder()
    let root = try table(value, index, &inner)
    let alignment = inner.alignment
    do {
      let bytes = [UInt8](try inner.finish(root))
      return builder.vector(bytes, count: bytes.count, alignment: alignment, is64Bit: field.isVector64)
    } catch {
      throw Diagnostic(at: value.location, "\(error)")
    }
  }

  /// Refuses bytes that no reader would take for the table they are said to hold, at the first that is wrong.
  private func check(
    nested bytes: [UInt8], _ index: Int, _ values: [JSONValue], _ whole: JSONValue
  ) throws(Diagnostic) {
    do {
      try ReflectiveVerifier.verify(SharedBytes(bytes), as: index, of: schema)
    } catch {
      let place = error.position.flatMap { values.indices.contains($0) ? values[$0] : nil } ?? whole
      throw wrong(place, "the bytes of a '\(schema.objects[index].name)': \(error)")
    }
  }

  // MARK: - What is stored in place

  /// Appends a scalar, struct or, within a struct, an array.
  func append(
    _ value: JSONValue, _ element: ElementType, of field: FieldDefinition, to bytes: inout [UInt8]
  ) throws(Diagnostic) {
    if case .structure(let index) = element {
      try append(structure: value, index, to: &bytes)
    } else if let type = schema.storage(of: element) {
      try scalar(value, element, of: field).store(as: type, to: &bytes)
    }
  }

  func append(structure value: JSONValue, _ index: Int, to bytes: inout [UInt8]) throws(Diagnostic) {
    let definition = schema.objects[index]
    let values = try members(of: value, index)
    let start = bytes.count
    for field in fieldsByID[index] {
      bytes.append(contentsOf: repeatElement(0, count: max(0, start + field.offset - bytes.count)))
      guard let value = values[field.id] else {
        throw wrong(
          value, "a value for '\(field.name)', as for all fields of the struct '\(definition.name)'")
      }
      guard case .array(let element, let count) = field.type else {
        try append(value, field.type.element, of: field, to: &bytes)
        continue
      }
      if case .bytes(let given) = value.kind, given.count == count, element == .scalar(.ubyte) {
        bytes += Array(given)
        continue
      }
      guard case .array(let elements) = value.kind, elements.count == count else {
        throw wrong(value, "an array of \(count) elements")
      }
      for value in elements { try append(value, element, of: field, to: &bytes) }
    }
    bytes.append(contentsOf: repeatElement(0, count: max(0, start + definition.size - bytes.count)))
  }

  // MARK: - Order

  /// What vectors of tables and structs with a key are sorted by.
  struct SortingKey {
    enum Part {
      case integer(Int128)
      case real(Double)
      case text([UInt8])
    }
    var parts: [Part] = []

    func precedes(_ other: SortingKey) -> Bool {
      for (left, right) in zip(parts, other.parts) {
        switch (left, right) {
        case (.integer(let left), .integer(let right)) where left != right: return left < right
        case (.real(let left), .real(let right)) where left != right: return left < right
        case (.text(let left), .text(let right)) where left != right:
          return left.lexicographicallyPrecedes(right)
        default: continue
        }
      }
      return false
    }
  }

  /// The entries by their keys, as readers that look one up expect them.
  private func sorted<T>(_ entries: [(item: T, key: SortingKey?)]) -> [(item: T, key: SortingKey?)] {
    entries.sorted { left, right in
      if let left = left.key, let right = right.key { left.precedes(right) } else { false }
    }
  }

  private func sortingKey(of value: JSONValue, _ index: Int) throws(Diagnostic) -> SortingKey? {
    guard let keyIndex = schema.objects[index].keyField else { return nil }
    let field = schema.objects[index].fields[keyIndex]
    var key = SortingKey()
    try append(try members(of: value, index)[field.id], field, to: &key)
    return key
  }

  private func append(
    _ value: JSONValue?, _ field: FieldDefinition, to key: inout SortingKey
  ) throws(Diagnostic) {
    if case .array(let element, let count) = field.type {
      let elements: [JSONValue?] =
        if case .array(let elements)? = value?.kind { elements } else { Array(repeating: nil, count: count) }
      for value in elements { try append(value, element, field, to: &key) }
    } else {
      try append(value, field.type.element, field, to: &key)
    }
  }

  private func append(
    _ value: JSONValue?, _ element: ElementType, _ field: FieldDefinition, to key: inout SortingKey
  ) throws(Diagnostic) {
    switch element {
    case .string:
      if let value, case .string(let text) = value.kind { key.parts.append(.text(Array(text.utf8))) }
    case .structure(let index):
      // What is absent sorts as zero does.
      let values = if let value { try members(of: value, index) } else { [Int: JSONValue]() }
      for field in fieldsByID[index] { try append(values[field.id], field, to: &key) }
    default:
      let given = if let value { try scalar(value, element, of: field) } else { JSONScalar?.none }
      switch given ?? schema.defaultScalar(of: field) {
      case .integer(let number)?: key.parts.append(.integer(number))
      case .real(let number)?: key.parts.append(.real(number))
      case nil: break
      }
    }
  }
}
