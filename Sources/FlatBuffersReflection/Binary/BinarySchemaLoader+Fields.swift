internal import FlatBuffersRuntime

extension BinarySchemaLoader {
  /// Reads the fields of a table or struct.
  mutating func resolveFields(_ view: borrowing BinaryObject, _ index: Int) throws(BinarySchemaError) {
    let object = schema.objects[index]
    let path = BinarySchemaPath.element("objects", index).named(object.name)
    var fields: [FieldDefinition] = []
    var names: Set<String> = []
    let views = view.fields
    for place in views.indices {
      let field = try field(views[place], of: object, at: path.element("fields", place))
      guard names.insert(field.name).inserted else {
        throw BinarySchemaError("a second field named '\(field.name)'", at: path)
      }
      fields.append(field)
    }
    fields.sort { $0.id < $1.id }
    for (id, field) in fields.enumerated() {
      let path = path.field(field.name)
      guard field.id == id else { throw BinarySchemaError("the id \(field.id), expected \(id)", at: path) }
      guard object.isStruct || field.offset == TableLayout.vtableOffset(slot: id) else {
        throw BinarySchemaError("the offset \(field.offset) does not go with the id \(id)", at: path)
      }
    }
    guard fields.count <= TableLayout.slotLimit || object.isStruct else {
      throw BinarySchemaError("more fields than a table can have", at: path)
    }
    if fields.count(where: \.isKey) > 1 { throw BinarySchemaError("a second key field", at: path) }
    try checkTags(fields, at: path)
    schema.objects[index].fields = fields
  }

  private mutating func field(
    _ view: borrowing BinaryField, of object: ObjectDefinition, at path: BinarySchemaPath
  ) throws(BinarySchemaError) -> FieldDefinition {
    let name = try name(view.name, at: path)
    let path = path.named(name)
    let type = try type(view.type, isStruct: object.isStruct, at: path)
    let location = object.header.location
    var attributes = try attributes(view.attributes, of: location, at: path)
    func mark(_ name: String) {
      if !attributes.contains(name) {
        attributes.elements.append(AttributeList.Element(name: name, value: .none, location: location))
      }
    }
    if attributes.contains("vector64"), view.type.baseType != .vector64 {
      throw BinarySchemaError("'vector64' on a field whose count has 32 bits", at: path)
    }
    if attributes.contains("offset64"), !view.offset64 {
      throw BinarySchemaError("'offset64' on a field whose offset has 32 bits", at: path)
    }
    // Without the built-in attributes these are told by the type.
    if view.type.baseType == .vector64 { mark("vector64") } else if view.offset64 { mark("offset64") }
    guard !view.required || !(type.isScalar || object.isStruct) else {
      throw BinarySchemaError("a required scalar", at: path)
    }
    let field = FieldDefinition(
      name: name, location: location, type: type, id: Int(view.id), offset: Int(view.offset),
      padding: Int(view.padding), defaultValue: try defaultValue(view, type, of: object, at: path),
      isRequired: view.required, isKey: view.key, isDeprecated: view.deprecated, nestedTable: nil,
      attributes: attributes, documentation: try strings(view.documentation, at: path))
    if let fault = field.attributeFaults(in: schema).first {
      throw BinarySchemaError(fault.message, at: path)
    }
    return field
  }

  private mutating func defaultValue(
    _ view: borrowing BinaryField, _ type: FieldType, of object: ObjectDefinition, at path: BinarySchemaPath
  ) throws(BinarySchemaError) -> DefaultValue {
    if object.isStruct { return .none }
    switch type {
    case .single(.scalar(let scalar)):
      if view.optional { return .null }
      if scalar.isFloatingPoint { return .real(view.defaultReal) }
      return .integer(try integer(view, scalar, at: path))
    case .single(.enumeration(let index)):
      if view.optional { return .null }
      return .integer(try integer(view, schema.enums[index].underlyingType, at: path))
    case .single(.unionTag):
      return .integer(0)
    case .single(.string):
      if view.optional { return .none }
      // A default written by another compiler is lost; the empty text is what is most often meant.
      if let value = view.defaultText { return .string(try text(value, at: path)) }
      return view.required ? .none : .string("")
    case .vector:
      return view.optional || view.required ? .none : .emptyVector
    default:
      return .none
    }
  }

  private mutating func integer(
    _ view: borrowing BinaryField, _ scalar: ScalarType, at path: BinarySchemaPath
  ) throws(BinarySchemaError) -> Int128 {
    var number = Int128(view.defaultInteger)
    if let text = try optionalText(view.defaultText, at: path) { number = Numeral.integer(text) ?? number }
    guard scalar.defaultRange?.contains(number) == true else {
      throw BinarySchemaError("the default \(number) is no \(scalar.rawValue)", at: path)
    }
    return number
  }

  /// A union's tag stands right before it, and nowhere else.
  private func checkTags(_ fields: [FieldDefinition], at path: BinarySchemaPath) throws(BinarySchemaError) {
    for (id, field) in fields.enumerated() {
      if let tag = field.type.tagType {
        guard id > 0, fields[id - 1].type == tag else {
          throw BinarySchemaError("the union has no tag before it", at: path.field(field.name))
        }
      }
      if field.isUnionTag {
        guard id + 1 < fields.count, fields[id + 1].type.element.isUnion else {
          throw BinarySchemaError("a tag without a union", at: path.field(field.name))
        }
      }
    }
  }

  // MARK: - Structs

  /// Computes the layouts of all structs, those within others first, and compares them with what is stored.
  mutating func layOutStructs() throws(BinarySchemaError) {
    var waiting: [Int: Int] = [:]
    var users: [Int: [Int]] = [:]
    var ready: [Int] = []
    for (index, object) in schema.objects.enumerated() where object.isStruct {
      let parts = Set(
        object.fields.compactMap { field in
          if case .structure(let part) = field.type.element { part } else { nil }
        })
      waiting[index] = parts.count
      for part in parts { users[part, default: []].append(index) }
      if parts.isEmpty { ready.append(index) }
    }
    while let index = ready.popLast() {
      waiting[index] = nil
      try layOutStruct(index)
      for user in users[index] ?? [] {
        waiting[user, default: 0] -= 1
        if waiting[user] == 0 { ready.append(user) }
      }
    }
    if let index = waiting.keys.min() {
      throw BinarySchemaError(
        "the struct contains itself", at: .element("objects", index).named(schema.objects[index].name))
    }
  }

  private mutating func layOutStruct(_ index: Int) throws(BinarySchemaError) {
    let object = schema.objects[index]
    let path = BinarySchemaPath.element("objects", index).named(object.name)
    guard !object.fields.isEmpty else { throw BinarySchemaError("a struct without fields", at: path) }
    let alignment = object.alignment
    guard StructLayout.isAlignment(Int128(alignment)) else {
      throw BinarySchemaError("the alignment \(alignment)", at: path)
    }
    let parts = object.fields.map { schema.structPart(of: $0.type) }
    guard parts.reduce(0, { $0 + $1.size }) <= StructLayout.maximumSize else {
      throw BinarySchemaError("a struct too large for a buffer", at: path)
    }
    let inner = object.fields.compactMap { field in
      if case .structure(let part) = field.type.element { structDepths[part] } else { nil }
    }
    structDepths[index] = 1 + (inner.max() ?? 0)
    if structDepths[index, default: 0] > StructLayout.maximumDepth {
      throw BinarySchemaError("structs nested more than \(StructLayout.maximumDepth) deep", at: path)
    }
    let layout = StructLayout(parts, minimumAlignment: alignment)
    guard layout.size == object.size, layout.alignment == alignment else {
      throw BinarySchemaError(
        "\(object.size) bytes aligned to \(alignment), expected \(layout.size) aligned to \(layout.alignment)",
        at: path)
    }
    for (id, placement) in layout.placements.enumerated() {
      // Stored with 16 bits, which some structs exceed.
      guard
        UInt16(truncatingIfNeeded: placement.offset) == UInt16(clamping: object.fields[id].offset)
          || placement.offset > Int(UInt16.max)
      else {
        throw BinarySchemaError(
          "the offset \(object.fields[id].offset), expected \(placement.offset)",
          at: path.field(object.fields[id].name))
      }
      schema.objects[index].fields[id].offset = placement.offset
      schema.objects[index].fields[id].padding = placement.padding
    }
  }

  // MARK: - Nested FlatBuffers

  /// Finds the tables that `nested_flatbuffer` names, as seen from the namespace of the table it stands in.
  mutating func resolveNestedTables(_ index: Int) {
    let prefixes = QualifiedName.prefixes(in: schema.objects[index].name.namespace)
    for (place, field) in schema.objects[index].fields.enumerated() {
      guard field.type == .vector(.scalar(.ubyte)), let name = field.attributes.string("nested_flatbuffer"),
        Lexer.isDottedName(name)
      else {
        continue
      }
      for prefix in prefixes {
        guard let table = objectIndexes[prefix + name], !schema.objects[table].isStruct else { continue }
        schema.objects[index].fields[place].nestedTable = table
        break
      }
    }
  }
}
