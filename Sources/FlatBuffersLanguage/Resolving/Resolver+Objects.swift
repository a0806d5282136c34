internal import FlatBuffersReflection

extension Resolver {
  mutating func resolve(_ syntax: ObjectSyntax) {
    let place: Attributes.Place = syntax.isStruct ? .structure : .table
    let header = header(syntax.header, allowing: place)
    symbols.resolvedCount += 1
    var fields: [FieldDefinition] = []
    var names: Set<String> = []
    for field in syntax.fields where !log.isFull {
      if !names.insert(field.name.text).inserted {
        log.error("found a second field named '\(field.name.text)'", at: field.name.location)
        continue
      }
      checkName(field.name)
      if let resolved = resolve(field, of: header.name, isStruct: syntax.isStruct) { fields.append(resolved) }
    }
    checkKeys(fields)
    var object = ObjectDefinition(
      header: header, isStruct: syntax.isStruct, fields: fields, size: 0, alignment: 1)
    // Layouts of incomplete definitions would only report more of the same.
    if fields.count == syntax.fields.count {
      if syntax.isStruct { layOutStruct(&object) } else { layOutTable(&object) }
      checkClashes(object.fields)
    }
    schema.objects.append(object)
  }

  private mutating func checkName(_ name: NameSyntax) {
    guard
      let symbol = symbols.find(name.text, from: currentNamespace, at: symbols.resolvedCount),
      symbol.order < symbols.resolvedCount, symbol.kind == .table || symbol.kind == .structure
    else { return }
    log.error(
      "found a field named '\(name.text)' like the \(symbol.kind.noun) '\(symbol.name)', expected another name",
      at: name.location)
  }

  private mutating func checkKeys(_ fields: [FieldDefinition]) {
    for extra in fields.filter(\.isKey).dropFirst() {
      log.error("found a second key field, expected one at most", at: extra.location)
    }
  }

  /// Names that compilers derive from a field may not be other fields' names.
  private mutating func checkClashes(_ fields: [FieldDefinition]) {
    let byName = Dictionary(fields.map { ($0.name, $0) }) { first, _ in first }
    for field in fields where !field.isUnionTag {
      for (suffix, isDerived) in Self.derivedNames where field.name.hasSuffix(suffix) {
        guard let base = byName[String(field.name.dropLast(suffix.count))], isDerived(base.type) else {
          continue
        }
        log.error(
          "found the field '\(field.name)', which is a name that compilers derive from the field '\(base.name)'",
          at: field.location, hint: "choose another name")
      }
    }
  }

  private static let derivedNames: [(String, @Sendable (FieldType) -> Bool)] = [
    ("Type", { if case .single(.union) = $0 { true } else { false } }),
    ("_length", { $0.isVector }),
    ("Length", { $0.isVector }),
    ("_byte_vector", { $0 == .single(.string) }),
    ("ByteVector", { $0 == .single(.string) }),
  ]

  // MARK: - Layout

  private mutating func layOutStruct(_ object: inout ObjectDefinition) {
    guard !object.fields.isEmpty else {
      log.error("found a struct without fields, expected at least one", at: object.header.location)
      return
    }
    let parts = object.fields.map { schema.structPart(of: $0.type) }
    let natural = StructLayout(parts)
    let minimum = forcedAlignment(object.header, natural: natural.alignment)
    let layout = StructLayout(parts, minimumAlignment: minimum)
    guard layout.size <= StructLayout.maximumSize else {
      log.error(
        "found a struct of \(layout.size) bytes, expected at most \(StructLayout.maximumSize)",
        at: object.header.location)
      return
    }
    let depth = 1 + (object.fields.compactMap { structDepth(of: $0.type.element) }.max() ?? 0)
    guard depth <= StructLayout.maximumDepth else {
      log.error(
        "found structs nested \(depth) deep, expected at most \(StructLayout.maximumDepth)",
        at: object.header.location)
      return
    }
    structDepths[schema.objects.count] = depth
    object.size = layout.size
    object.alignment = layout.alignment
    for (index, placement) in layout.placements.enumerated() {
      object.fields[index].id = index
      object.fields[index].offset = placement.offset
      object.fields[index].padding = placement.padding
    }
  }

  private func structDepth(of type: ElementType) -> Int? {
    if case .structure(let index) = type { structDepths[index] } else { nil }
  }

  private mutating func forcedAlignment(_ header: DefinitionHeader, natural: Int) -> Int {
    guard let attribute = header.attributes["force_align"] else { return natural }
    guard let value = attribute.value.number, value >= natural, StructLayout.isAlignment(value) else {
      log.error(
        "found \(attribute.value), expected 'force_align' to be a power of two from \(natural) to \(StructLayout.maximumAlignment)",
        at: attribute.location)
      return natural
    }
    return Int(value)
  }

  /// Gives the fields their slots and puts the hidden tag field before each union.
  private mutating func layOutTable(_ object: inout ObjectDefinition) {
    let fields = object.fields
    let hasTag = fields.map { $0.type.element.isUnion }
    let slots: [Int]
    do throws(TableLayout.Problem) {
      slots = try TableLayout.slots(ids: fields.map { explicitID(of: $0) }, hasTag: hasTag)
    } catch {
      report(error, in: fields)
      return
    }
    if let last = slots.indices.first(where: { slots[$0] >= TableLayout.slotLimit }) {
      log.error("found more than \(TableLayout.slotLimit) fields in a table", at: fields[last].location)
      return
    }
    object.fields = []
    for (index, field) in fields.enumerated() {
      if hasTag[index] { object.fields.append(tagField(of: field, slot: slots[index] - 1)) }
      var field = field
      field.id = slots[index]
      field.offset = TableLayout.vtableOffset(slot: slots[index])
      object.fields.append(field)
    }
    let names = Set(fields.map(\.name))
    for field in object.fields where field.isUnionTag && names.contains(field.name) {
      log.error(
        "found a field named '\(field.name)', which is the name of a union's hidden tag field",
        at: fields.first { $0.name == field.name }?.location)
    }
  }

  private func explicitID(of field: FieldDefinition) -> Int? {
    field.attributes["id"].map { $0.value.number.map { Int(clamping: $0) } ?? -1 }
  }

  private mutating func report(_ problem: TableLayout.Problem, in fields: [FieldDefinition]) {
    switch problem {
    case .missingID(let field):
      log.error(
        "found the field '\(fields[field].name)' without an 'id', expected all fields of the table to have one or none",
        at: fields[field].location)
    case .noRoomForTag(let field):
      log.error(
        "found the id 0 on a union, expected at least 1: the id before belongs to its hidden tag field",
        at: fields[field].location)
    case .notConsecutive(let field, let expected):
      log.error(
        "found the field '\(fields[field].name)' with another 'id', expected \(expected): ids count up from 0 without gaps",
        at: fields[field].location)
    }
  }

  private func tagField(of field: FieldDefinition, slot: Int) -> FieldDefinition {
    var tag = field
    tag.name += "_type"
    tag.type = field.type.tagType ?? field.type
    tag.id = slot
    tag.offset = TableLayout.vtableOffset(slot: slot)
    // A vector of tags is there if and only if the values are.
    if case .single = tag.type {
      tag.defaultValue = .integer(0)
      tag.isRequired = false
    }
    tag.attributes = AttributeList()
    if var id = field.attributes["id"] {
      id.value = .integer(Int128(slot))
      tag.attributes.elements.append(id)
    }
    tag.documentation = []
    return tag
  }
}
