internal import FlatBuffersReflection

/// Makes plans of the keys of one table.
struct StoredKeyPlanner {
  let schema: Schema
  let types: SwiftTypes
  /// The fields of the table that code is generated for.
  let fields: [TableField]
  /// The Swift type of the records.
  let record: String
  /// Whether a type's code goes with the file.
  let isOwn: (DefinitionHeader) -> Bool

  /// - Parameter structure: the name of the key's struct, if it takes one.
  func plan(_ key: [KeyComponent], structure: String) -> StoredKeyPlan? {
    var drafts: [StoredKeyPlan.Component] = []
    for component in key {
      guard let field = fields.first(where: { $0.field.id == component.path.first }) else { return nil }
      drafts += components(of: component, field)
    }
    let labels = MemberNames(drafts.map(\.label), ReservedNames.key).names
    for (position, label) in labels.enumerated() { drafts[position].label = label }
    var plan = StoredKeyPlan(
      type: "", components: drafts, structure: nil,
      readsVectors: key.contains { $0.parts.contains(where: \.readsVector) })
    if let only = drafts.first, drafts.count == 1 {
      plan.type =
        only.order == .ascending
        ? only.value.type : "\(Library.store)Descending<\(only.value.type)>"
    } else {
      let name = unused(structure)
      plan.type = "\(record).\(name)"
      plan.structure = name
    }
    return plan
  }

  /// A name that no type of the schema has: within the records' type it would hide that.
  private func unused(_ name: String) -> String {
    var name = name
    while types.names.objects.contains(name) || types.names.enums.contains(name) { name += "_" }
    return name
  }

  /// A struct of another file, which may not be a key there, is its values.
  private func components(of component: KeyComponent, _ field: TableField) -> [StoredKeyPlan.Component] {
    let chain = Chain(component.path, field, schema)
    guard case .structure(let index) = chain.type.element, !chain.type.isArray,
      !isOwn(schema.objects[index].header)
    else {
      return [
        StoredKeyPlan.Component(
          field: field, member: chain.member, label: component.name, value: value(of: chain.type),
          order: component.order)
      ]
    }
    return types.keyLeaves(ofStruct: index).map { leaf in
      StoredKeyPlan.Component(
        field: field, member: chain.member + leaf.member, label: component.name + "." + leaf.name,
        value: leaf.value, order: component.order)
    }
  }

  private func value(of type: FieldType) -> StoredKeyPlan.Value {
    switch type {
    case .single(.string), .vector(.string):
      StoredKeyPlan.Value(type: "\(Library.swift)String", hasBeginnings: type == .single(.string))
    case .vector(.scalar(.ubyte)):
      StoredKeyPlan.Value(type: "[\(Library.swift)UInt8]", hasBeginnings: true)
    case .vector(let element): types.keyValue(.single(element))
    default: types.keyValue(type)
    }
  }

  /// The fields that lead to a value.
  private struct Chain {
    /// The Swift names of the fields of structs, each with a dot before it.
    private(set) var member = ""
    /// The type of the last field.
    private(set) var type: FieldType

    init(_ path: [Int], _ field: TableField, _ schema: Schema) {
      type = field.field.type
      for id in path.dropFirst() {
        guard case .structure(let index) = type.element else { return }
        let object = schema.objects[index]
        guard let position = object.fields.firstIndex(where: { $0.id == id }) else { return }
        member += "." + object.swiftFieldNames[position]
        type = object.fields[position].type
      }
    }
  }
}

extension SwiftTypes {
  /// A value in a struct as it is in a key.
  struct KeyLeaf {
    /// Its fields in the schema, with dots between.
    let name: String
    /// Its fields in Swift, each with a dot before it.
    let member: String
    let value: StoredKeyPlan.Value
  }

  /// The values of a struct in the order of its fields, those of structs within it included.
  func keyLeaves(ofStruct index: Int) -> [KeyLeaf] {
    let object = schema.objects[index]
    return zip(object.swiftFieldNames, object.fields).flatMap { name, field -> [KeyLeaf] in
      if case .single(.structure(let inner)) = field.type {
        return keyLeaves(ofStruct: inner).map {
          KeyLeaf(name: "\(field.name).\($0.name)", member: ".\(name)\($0.member)", value: $0.value)
        }
      }
      return [KeyLeaf(name: field.name, member: "." + name, value: keyValue(field.type))]
    }
  }

  func keyValue(_ type: FieldType) -> StoredKeyPlan.Value {
    var rawType: String?
    if case .single(.enumeration(let index)) = type {
      rawType = swiftType(schema.enums[index].underlyingType)
    }
    return StoredKeyPlan.Value(type: swiftType(type), rawType: rawType)
  }
}

extension FieldType {
  fileprivate var isArray: Bool { if case .array = self { true } else { false } }
}

extension ObjectDefinition {
  /// The Swift names of a struct's fields.
  var swiftFieldNames: [String] { MemberNames(fields.map(\.name), ReservedNames.structure).names }
}
