internal import FlatBuffersRuntime
internal import SharedBytes

/// Writes JSON values as the tables, structs and vectors of a schema.
struct RecordWriter {
  let schema: Schema
  let options: JSONReader.Options
  /// The fields of each object by name.
  private let fields: [[String: FieldDefinition]]
  /// The fields of each object by their ids.
  let fieldsByID: [[FieldDefinition]]
  /// The members of each enum.
  let memberValues: [MemberValues]

  init(_ schema: Schema, _ options: JSONReader.Options) {
    self.schema = schema
    self.options = options
    memberValues = schema.enums.map { MemberValues($0) }
    fieldsByID = schema.objects.map(\.fieldsByID)
    fields = schema.objects.map { object in
      Dictionary(object.fields.map { ($0.name, $0) }) { first, _ in first }
    }
  }

  func wrong(_ value: JSONValue, _ expected: String, hint: String? = nil) -> Diagnostic {
    Diagnostic(at: value.location, "found \(value), expected \(expected)", hint: hint)
  }

  /// The values of an object's fields by their ids; an array holds those of all fields in their order.
  func members(of value: JSONValue, _ index: Int) throws(Diagnostic) -> [Int: JSONValue] {
    let definition = schema.objects[index]
    var values: [Int: JSONValue] = [:]
    switch value.kind {
    case .array(let elements):
      guard elements.count == definition.fields.count else {
        throw wrong(
          value, "a value for each of the \(definition.fields.count) fields of '\(definition.name)'")
      }
      for (field, element) in zip(fieldsByID[index], elements) { values[field.id] = element }
    case .object(let members):
      for member in members {
        // Editors find the schema of a document by it.
        if member.name == "$schema", case .string = member.value.kind { continue }
        guard Lexer.isIdentifier(member.name), let field = fields[index][member.name] else {
          if options.skipsUnknownFields { continue }
          throw Diagnostic(
            at: member.location, "found '\(member.name)', which is no field of '\(definition.name)'")
        }
        guard values.updateValue(member.value, forKey: field.id) == nil else {
          throw Diagnostic(at: member.location, "found the field '\(member.name)' a second time")
        }
      }
    default: throw wrong(value, "an object with the fields of '\(definition.name)'")
    }
    // A field that is null is absent; a scalar is only where the schema says that it may be.
    for field in fieldsByID[index] {
      guard let value = values[field.id], value.isNull else { continue }
      if case .single(let element) = field.type, schema.storage(of: element) != nil, !field.isOptionalScalar {
        throw wrong(value, "a value of '\(field.name)'", hint: "leave it out, or give it the default null")
      }
    }
    return values.filter { !$0.value.isNull }
  }

  /// What a table holds in place.
  private struct Inline {
    enum Content {
      case bytes([UInt8])
      case offset(BufferOffset)
      case offset64(BufferOffset)
    }
    var content: Content
    var alignment: Int
    var slot: Int

    var size: Int { if case .bytes(let bytes) = content { bytes.count } else { alignment } }

    init(_ content: Content, alignment: Int, slot: Int) {
      self.content = content
      self.alignment = alignment
      self.slot = slot
    }

    init(_ scalar: JSONScalar, as type: ScalarType, slot: Int) {
      var bytes: [UInt8] = []
      scalar.store(as: type, to: &bytes)
      self.init(.bytes(bytes), alignment: type.size, slot: slot)
    }
  }

  func table(
    _ value: JSONValue, _ index: Int, _ builder: inout Builder
  ) throws(Diagnostic) -> BufferOffset {
    let values = try members(of: value, index)
    var parts: [Inline] = []
    for field in fieldsByID[index] {
      if let part = try self.part(field, of: value, index, values, &builder) { parts.append(part) }
    }
    guard parts.reduce(4, { $0 + $1.size + $1.alignment }) <= Int(UInt16.max) else {
      throw wrong(
        value, "fields that take less than 64 KiB together, which is what a table can hold in place")
    }
    builder.startTable()
    // Falling alignment needs the least padding; among equals the first field comes first in memory.
    for alignment in StructLayout.alignments.reversed() {
      for part in parts.reversed() where part.alignment == alignment {
        switch part.content {
        case .bytes(let bytes): builder.add(bytes, alignment: alignment, slot: part.slot)
        case .offset(let offset): builder.add(offset: offset, part.slot)
        case .offset64(let offset): builder.add(offset64: offset, part.slot)
        }
      }
    }
    return builder.endTable()
  }

  private func part(
    _ field: FieldDefinition, of value: JSONValue, _ index: Int, _ values: [Int: JSONValue],
    _ builder: inout Builder
  ) throws(Diagnostic) -> Inline? {
    let storage =
      if case .single(let element) = field.type { schema.storage(of: element) } else { ScalarType?.none }
    guard let given = values[field.id] else {
      if field.mustBePresent, !field.isUnionTag {
        throw Diagnostic(
          at: value.location, "found no '\(field.name)', which is required in '\(schema.objects[index].name)'"
        )
      }
      guard options.forcesDefaults, !field.isOptionalScalar, !field.isDeprecated, !field.isUnionTag,
        let storage, let scalar = schema.defaultScalar(of: field)
      else { return nil }
      return Inline(scalar, as: storage, slot: field.offset)
    }
    if field.isUnionTag, values[field.id + 1] == nil { try checkLonely(given, field) }
    if let storage {
      let scalar = try scalar(given, field.type.element, of: field)
      let isDefault = !field.isOptionalScalar && scalar == schema.defaultScalar(of: field)
      return isDefault && !options.forcesDefaults ? nil : Inline(scalar, as: storage, slot: field.offset)
    }
    if case .single(.structure(let structure)) = field.type {
      var bytes: [UInt8] = []
      try append(structure: given, structure, to: &bytes)
      return Inline(.bytes(bytes), alignment: schema.objects[structure].alignment, slot: field.offset)
    }
    let tag = values[field.id - 1]
    guard let offset = try object(given, field, tag: tag, &builder) else { return nil }
    return field.isOffset64
      ? Inline(.offset64(offset), alignment: 8, slot: field.offset)
      : Inline(.offset(offset), alignment: 4, slot: field.offset)
  }

  /// Writes what a field refers to.
  private func object(
    _ value: JSONValue, _ field: FieldDefinition, tag: JSONValue?, _ builder: inout Builder
  ) throws(Diagnostic) -> BufferOffset? {
    switch field.type {
    case .single(.string): return try string(value, isShared: field.attributes.contains("shared"), &builder)
    case .single(.table(let index)): return try table(value, index, &builder)
    case .single(.union(let union)):
      guard let tag else { throw missingTag(value, field) }
      let number = try self.tag(tag, union)
      guard number != 0 else { throw wrong(value, "nothing, because '\(field.name)_type' is NONE") }
      return try member(value, number, union, &builder)
    case .vector(.union(let union)):
      guard let tag else { throw missingTag(value, field) }
      return try unions(value, tag, union, &builder)
    case .vector(let element): return try vector(value, element, field, &builder)
    case .single, .array: throw wrong(value, "another value")
    }
  }

  /// A union's type without its member is no record that a verifier accepts, if it is that of a struct or one of a vector's.
  private func checkLonely(_ tag: JSONValue, _ field: FieldDefinition) throws(Diagnostic) {
    if case .single(.unionTag(let union)) = field.type {
      guard case .structure? = schema.enums[union].member(try self.tag(tag, union))?.type else { return }
    }
    let name = field.name.dropLast("_type".count)
    throw Diagnostic(at: tag.location, "found '\(field.name)' without '\(name)', expected both or neither")
  }

  private func missingTag(_ value: JSONValue, _ field: FieldDefinition) -> Diagnostic {
    wrong(value, "'\(field.name)_type' next to '\(field.name)'", hint: "it names the member of the union")
  }

  func string(
    _ value: JSONValue, isShared: Bool = false, _ builder: inout Builder
  ) throws(Diagnostic) -> BufferOffset {
    guard case .string(let text) = value.kind else { throw wrong(value, "a string") }
    return isShared || options.sharesStrings ? builder.sharedString(text) : builder.string(text)
  }

  // MARK: - Unions

  private func tag(_ value: JSONValue, _ union: Int) throws(Diagnostic) -> Int128 {
    guard case .integer(let number) = try scalar(value, .unionTag(union), of: nil) else {
      throw wrong(value, "a member of the union '\(schema.enums[union].name)'")
    }
    return number
  }

  private func member(
    _ value: JSONValue, _ tag: Int128, _ union: Int, _ builder: inout Builder
  ) throws(Diagnostic) -> BufferOffset {
    switch schema.enums[union].member(tag)?.type {
    case .table(let index)?: return try table(value, index, &builder)
    case .string?: return try string(value, &builder)
    case .structure(let index)?:
      var bytes: [UInt8] = []
      try append(structure: value, index, to: &bytes)
      return builder.place(bytes, alignment: schema.objects[index].alignment)
    default:
      throw wrong(value, "no value: \(tag) is no member of the union '\(schema.enums[union].name)'")
    }
  }

  private func unions(
    _ value: JSONValue, _ tags: JSONValue, _ union: Int, _ builder: inout Builder
  ) throws(Diagnostic) -> BufferOffset {
    guard case .array(let values) = value.kind else { throw wrong(value, "an array") }
    guard case .array(let tags) = tags.kind, tags.count == values.count else {
      throw wrong(tags, "an array of as many types as there are values, \(values.count)")
    }
    var offsets: [BufferOffset?] = []
    for (value, tag) in zip(values, tags) {
      let number = try self.tag(tag, union)
      if number == 0 {
        guard value.isNull else { throw wrong(value, "null, because its type is NONE") }
        offsets.append(nil)
      } else {
        offsets.append(try member(value, number, union, &builder))
      }
    }
    return builder.vector(optional: offsets)
  }
}
