/// Finds the fields of keys in a schema, and says of others why they can't be in one.
struct KeyResolver {
  let schema: Schema
  /// The table of the records.
  let object: ObjectDefinition

  /// Why a field can't be in a key.
  struct Fault: Error {
    let message: String
    var hint: String?
  }

  /// The field that names with dots between lead to.
  func component(_ field: KeyList.Field) throws(Fault) -> KeyComponent {
    var owner = object
    var chain: [FieldDefinition] = []
    for name in field.path {
      if let last = chain.last { owner = try structure(of: last, beforeFieldsOf: chain.count == 1) }
      guard let found = owner.fields.first(where: { $0.name == name && !$0.isUnionTag }) else {
        throw Fault(
          message: "found no field '\(name)' in '\(owner.name)', expected one of its fields in a key",
          hint: owner.fields.isEmpty
            ? nil : "it has \(owner.fields.filter { !$0.isUnionTag }.map(\.name).joined(separator: ", "))")
      }
      chain.append(found)
    }
    return try component(chain, field.order)
  }

  /// The field itself.
  func component(_ field: FieldDefinition) throws(Fault) -> KeyComponent {
    try component([field], .ascending)
  }

  /// What lies where a part of a key says: the part by this schema, `nil` if there is no such value.
  func part(at path: [Int]) -> KeyPart? {
    var owner = object
    var chain: [FieldDefinition] = []
    for id in path {
      if let last = chain.last {
        guard let next = try? structure(of: last, beforeFieldsOf: chain.count == 1) else { return nil }
        owner = next
      }
      guard let field = owner.fields.first(where: { $0.id == id }) else { return nil }
      chain.append(field)
    }
    guard let parts = try? component(chain, .ascending).parts, parts.count == 1 else { return nil }
    return parts[0].path == path ? parts[0] : nil
  }

  private func structure(
    of field: FieldDefinition, beforeFieldsOf isRecordsField: Bool
  ) throws(Fault) -> ObjectDefinition {
    switch field.type {
    case .single(.structure(let index)): return schema.objects[index]
    case .vector(.structure(let index)) where isRecordsField: return schema.objects[index]
    default:
      throw refusal(
        of: field, "only fields of structs stand at the same place in every record",
        hint: "name a field of '\(object.name)' itself or one of a struct")
    }
  }

  private func component(
    _ chain: [FieldDefinition], _ order: KeyPart.Order
  ) throws(Fault) -> KeyComponent {
    guard let first = chain.first, let last = chain.last else { throw Fault(message: "found no field") }
    guard !first.isDeprecated else {
      throw refusal(of: first, "it is deprecated, and new records don't have it")
    }
    guard !first.isOffset64 else {
      throw refusal(of: first, "what lies that far away is longer than any key")
    }
    var stride: Int?
    if case .vector(let element) = first.type, element != .scalar(.ubyte) {
      stride = schema.inlineLayout(of: element).size
    }
    let place = Place(
      path: chain.map(\.id), name: chain.map(\.name).joined(separator: "."),
      offset: chain.dropFirst().reduce(0) { $0 + $1.offset }, stride: stride, absence: first.absenceInKey)
    var parts = try parts(of: last, place)
    for position in parts.indices { parts[position].order = order }
    return KeyComponent(path: place.path, name: place.name, order: order, parts: parts)
  }

  /// Where a value stands.
  private struct Place {
    var path: [Int]
    var name: String
    var offset: Int
    let stride: Int?
    let absence: KeyPart.Absence

    func part(_ type: KeyPart.ValueType, _ scalar: ScalarType?, count: Int = 1) -> KeyPart {
      KeyPart(
        path: path, name: name, type: type, scalar: scalar, count: count, offset: offset, stride: stride,
        absence: absence)
    }
  }

  private func parts(of field: FieldDefinition, _ place: Place) throws(Fault) -> [KeyPart] {
    let element = field.type.element
    var count = 1
    switch field.type {
    case .single, .vector: break
    case .array(_, let length): count = length
    }
    if let scalar = schema.storage(of: element) {
      if case .unionTag = element { throw refusal(of: field, "it is the tag of a union") }
      if field.type == .vector(.scalar(.ubyte)) { return [place.part(.bytes, nil)] }
      if case .array(.scalar(.ubyte), _) = field.type {
        return [place.part(.fixedBytes, .ubyte, count: count)]
      }
      return [place.part(KeyPart.ValueType(scalar), scalar, count: count)]
    }
    switch element {
    case .string: return [place.part(.string, nil)]
    case .structure(let index):
      guard count == 1 else {
        throw refusal(of: field, "arrays of structs are not taken apart")
      }
      return try parts(ofStruct: schema.objects[index], place)
    case .table:
      throw refusal(
        of: field, "tables have no order",
        hint: "keep the value to look up by in a field of '\(object.name)' itself")
    default:
      throw refusal(of: field, "what a union holds differs from record to record")
    }
  }

  private func parts(ofStruct owner: ObjectDefinition, _ place: Place) throws(Fault) -> [KeyPart] {
    var parts: [KeyPart] = []
    for field in owner.fields {
      var inner = place
      inner.path.append(field.id)
      inner.name += "." + field.name
      inner.offset += field.offset
      parts += try self.parts(of: field, inner)
    }
    guard !parts.isEmpty else { throw Fault(message: "found the struct '\(owner.name)' without fields") }
    return parts
  }

  private func refusal(of field: FieldDefinition, _ reason: String, hint: String? = nil) -> Fault {
    Fault(
      message:
        "found the field '\(field.name)' as a key of a stored table, expected a number, bool, enum, string, "
        + "struct or bytes: \(reason)", hint: hint)
  }
}

extension KeyPart.ValueType {
  /// What a scalar is stored as.
  init(_ scalar: ScalarType) {
    self =
      scalar == .bool ? .bool : scalar.isFloatingPoint ? .real : scalar.isSigned ? .signed : .unsigned
  }
}

extension FieldDefinition {
  /// What records without the field are found by.
  fileprivate var absenceInKey: KeyPart.Absence {
    switch defaultValue {
    case .integer(let value): .integer(value)
    case .real(let value): .real(bits: value.bitPattern)
    case .string(let text): .text(text)
    case .emptyVector where type == .vector(.scalar(.ubyte)): .text("")
    default: isRequired ? .impossible : .notIndexed
    }
  }
}

extension Schema {
  /// What lies in records of the root's type where a part of a key says; `nil` if there is no such value.
  package func part(at path: [Int]) -> KeyPart? {
    guard let root = rootTable else { return nil }
    return KeyResolver(schema: self, object: objects[root]).part(at: path)
  }
}
