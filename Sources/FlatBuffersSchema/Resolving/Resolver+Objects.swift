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
      checkName(field.name, in: header)
      if let resolved = resolve(field, of: header, isStruct: syntax.isStruct) { fields.append(resolved) }
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

  private mutating func checkName(_ name: NameSyntax, in header: DefinitionHeader) {
    let namespace = header.name.namespace
    guard
      let symbol = symbols.find(name.text, from: namespace, at: symbols.resolvedCount),
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
    ("_length", { if case .vector = $0 { true } else { false } }),
    ("Length", { if case .vector = $0 { true } else { false } }),
    ("_byte_vector", { $0 == .single(.string) }),
    ("ByteVector", { $0 == .single(.string) }),
  ]

  // MARK: - Layout

  private mutating func layOutStruct(_ object: inout ObjectDefinition) {
    guard !object.fields.isEmpty else {
      log.error("found a struct without fields, expected at least one", at: object.header.location)
      return
    }
    let parts = object.fields.map { structPart(of: $0.type) }
    let natural = StructLayout(parts)
    let minimum = forcedAlignment(object.header, natural: natural.alignment)
    let layout = StructLayout(parts, minimumAlignment: minimum)
    guard layout.size <= Self.maximumStructSize else {
      log.error(
        "found a struct of \(layout.size) bytes, expected at most \(Self.maximumStructSize)",
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

  /// Larger structs could not be addressed in a buffer.
  private static let maximumStructSize = Int(Int32.max)

  private func structDepth(of type: ElementType) -> Int? {
    if case .structure(let index) = type { structDepths[index] } else { nil }
  }

  private func structPart(of type: FieldType) -> StructLayout.Part {
    let element = structPart(of: type.element)
    guard case .array(_, let count) = type else { return element }
    return StructLayout.Part(size: element.size * count, alignment: element.alignment)
  }

  private func structPart(of type: ElementType) -> StructLayout.Part {
    switch type {
    case .scalar(let scalar):
      return StructLayout.Part(size: scalar.size, alignment: scalar.size)
    case .enumeration(let index) where schema.enums.indices.contains(index):
      let size = schema.enums[index].underlyingType.size
      return StructLayout.Part(size: size, alignment: size)
    case .structure(let index) where schema.objects.indices.contains(index):
      return StructLayout.Part(size: schema.objects[index].size, alignment: schema.objects[index].alignment)
    default:
      return StructLayout.Part(size: 0, alignment: 1)
    }
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
    tag.type = field.type.tagType
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

extension FieldDefinition {
  /// Whether the field is the hidden tag of a union or of a vector of unions.
  public var isUnionTag: Bool { if case .unionTag = type.element { true } else { false } }
}

extension ElementType {
  var isUnion: Bool { if case .union = self { true } else { false } }
}

extension FieldType {
  /// The type of the hidden field that goes with a union.
  fileprivate var tagType: FieldType {
    switch self {
    case .single(.union(let index)): .single(.unionTag(index))
    case .vector(.union(let index)): .vector(.unionTag(index))
    default: self
    }
  }
}
