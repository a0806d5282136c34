internal import FlatBuffersReflection

extension TableField {
  /// The fields of a table that code is generated for: all but deprecated ones and the tags of unions.
  static func fields(
    of object: ObjectDefinition, _ index: Int, _ types: SwiftTypes, _ indirectFields: IndirectFields
  ) -> [TableField] {
    let tagSlots = Dictionary(
      object.fields.filter(\.isUnionTag).map { ($0.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    let fields = object.fields.filter { !$0.isDeprecated && !$0.isUnionTag }
    let memberNames = MemberNames(fields.map(\.name), ReservedNames.table)
    return fields.enumerated().map { position, field in
      let element = field.type.element
      let name = memberNames.names[position]
      let kind = kind(of: field, tagSlot: tagSlots[field.id - 1] ?? 0)
      var isIndirect = false
      if case .single(.table(let target)) = field.type {
        isIndirect = indirectFields.contains(owner: index, target: target)
      }
      var fallback: String?
      switch field.defaultValue {
      case .integer, .real: fallback = types.expression(field.defaultValue, of: element)
      default: break
      }
      return TableField(
        field: field, kind: kind, name: name, type: types.swiftType(element),
        draftType: types.draftType(element), alignment: types.schema.inlineLayout(of: element).alignment,
        fallback: fallback,
        isIndirect: isIndirect,
        nested: field.nestedTable.map {
          (types.names.objects[$0], memberNames.added(name, suffix: "Root"))
        }, flexRootName: field.isFlexBuffer ? memberNames.added(name, suffix: "Root") : nil,
        tagName: memberNames.added(name, suffix: "Type"),
        offsetName: name == "builder" ? memberNames.added(name, suffix: "Offset") : name,
        tagsOffsetName: memberNames.added(name, suffix: "Tags"))
    }
  }

  private static func kind(of field: FieldDefinition, tagSlot: Int) -> TableField.Kind {
    switch field.type {
    case .vector(.string): .strings
    case .vector(.table): .tables
    case .vector(.union): .unions(tagSlot: tagSlot)
    case .vector: .vector
    case .single(.string): .string
    case .single(.table): .table
    case .single(.union): .union(tagSlot: tagSlot)
    case .single, .array: .value
    }
  }
}
