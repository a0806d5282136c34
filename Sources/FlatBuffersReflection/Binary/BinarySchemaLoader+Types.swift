internal import FlatBuffersRuntime

extension BinarySchemaLoader {
  // MARK: - Enums

  /// Reads the members of an enum or union.
  mutating func resolveTypes(_ view: borrowing BinaryEnum, _ index: Int) throws(BinarySchemaError) {
    let definition = schema.enums[index]
    let range = definition.underlyingType.integerRange ?? 0...0
    var members: [EnumDefinition.Member] = []
    var names: Set<String> = []
    var values: Set<Int128> = []
    let views = view.values
    for place in views.indices {
      let member = views[place]
      var path = BinarySchemaPath.element("enums", index).named(definition.name).element("values", place)
      let name = try name(member.name, at: path)
      path = path.named(name)
      let value =
        definition.underlyingType == .ulong
        ? Int128(UInt64(bitPattern: member.value)) : Int128(member.value)
      guard range.contains(value) else {
        throw BinarySchemaError("\(value) is no \(definition.underlyingType.rawValue)", at: path)
      }
      guard names.insert(name).inserted, values.insert(value).inserted else {
        throw BinarySchemaError("a second member with this name or value", at: path)
      }
      members.append(
        EnumDefinition.Member(
          name: name, location: definition.header.location, value: value,
          type: try memberType(member, of: definition, at: path),
          attributes: try attributes(member.attributes, of: definition.header.location, at: path),
          documentation: try strings(member.documentation, at: path)))
    }
    schema.enums[index].members = members.sorted { $0.value < $1.value }
  }

  private func memberType(
    _ member: borrowing BinaryMember, of definition: EnumDefinition, at path: BinarySchemaPath
  ) throws(BinarySchemaError) -> ElementType? {
    guard definition.isUnion, let type = member.unionType, type.baseType != .none else { return nil }
    let element = try element(type.baseType, type.index, at: path)
    switch element {
    case .table, .structure, .string: break
    default: throw BinarySchemaError("the member of a union is no table, struct or string", at: path)
    }
    guard member.value != 0 else {
      throw BinarySchemaError("a member with the value 0, which means none", at: path)
    }
    return element
  }

  // MARK: - Types

  func type(_ view: borrowing BinaryType, isStruct: Bool, at path: BinarySchemaPath) throws(BinarySchemaError)
    -> FieldType
  {
    let type: FieldType =
      switch view.baseType {
      case .vector, .vector64: .vector(try element(view.element, view.index, at: path))
      case .array: .array(try element(view.element, view.index, at: path), count: Int(view.fixedLength))
      default: .single(try element(view.baseType, view.index, at: path))
      }
    switch (type, isStruct) {
    case (.array(_, count: 0), _): throw BinarySchemaError("an array of no elements", at: path)
    case (.array, false): throw BinarySchemaError("an array in a table, expected it in a struct", at: path)
    case (.single(let element), true), (.array(let element, _), true):
      switch element {
      case .scalar, .enumeration, .structure: break
      default: throw BinarySchemaError("a type of no fixed size in a struct", at: path)
      }
    case (.vector, true): throw BinarySchemaError("a vector in a struct", at: path)
    default: break
    }
    return type
  }

  private func element(
    _ base: BinaryBaseType, _ index: Int32, at path: BinarySchemaPath
  ) throws(BinarySchemaError) -> ElementType {
    if base == .string { return .string }
    if base == .object {
      guard let index = Int(exactly: index), schema.objects.indices.contains(index) else {
        throw BinarySchemaError("there is no object \(index)", at: path)
      }
      return schema.objects[index].isStruct ? .structure(index) : .table(index)
    }
    if index < 0, let scalar = base.scalar { return .scalar(scalar) }
    guard let index = Int(exactly: index), schema.enums.indices.contains(index) else {
      throw BinarySchemaError("there is no enum \(index) for the type \(base)", at: path)
    }
    let definition = schema.enums[index]
    switch base {
    case .union where definition.isUnion: return .union(index)
    case .unionTag where definition.isUnion: return .unionTag(index)
    default: break
    }
    guard base.scalar == definition.underlyingType else {
      throw BinarySchemaError("the type \(base) does not go with '\(definition.name)'", at: path)
    }
    return definition.isUnion ? .unionTag(index) : .enumeration(index)
  }
}
