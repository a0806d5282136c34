internal import FlatBuffersRuntime
public import SharedBytes

extension Schema {
  /// The schema as a FlatBuffer of the format `.bfbs`, which any FlatBuffers library with reflection reads.
  ///
  /// The same schema has the same bytes, in whatever order its definitions stand. Defaults of strings and integers
  /// above the largest `long`, for which the format has no place, are in a field of our own.
  ///
  /// - Throws: ``BinarySchemaError`` if it would be larger than 2 GiB.
  public func binary(_ options: BinarySchemaOptions = BinarySchemaOptions()) throws(BinarySchemaError)
    -> SharedBytes
  {
    do {
      return try BinarySchemaWriter(self, options).write()
    } catch {
      throw BinarySchemaError("\(error)")
    }
  }
}

/// Writes a schema in the order the format asks for: everything sorted by name.
struct BinarySchemaWriter {
  let schema: Schema
  let options: BinarySchemaOptions
  /// The indexes of the objects and enums in the order of their names.
  let objectOrder: [Int]
  let enumOrder: [Int]
  /// The places of the objects and enums in those orders.
  let objectPlaces: [Int]
  let enumPlaces: [Int]
  private let declaredAttributes: Set<String>
  private let fileNames: [String: String]

  init(_ schema: Schema, _ options: BinarySchemaOptions) {
    self.schema = schema
    self.options = options
    objectOrder = Self.order(schema.objects.map(\.name))
    enumOrder = Self.order(schema.enums.map(\.name))
    objectPlaces = Self.places(objectOrder)
    enumPlaces = Self.places(enumOrder)
    declaredAttributes = Set(schema.attributes)
    fileNames = Dictionary(schema.files.map { ($0.path, $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  private static func order(_ names: [QualifiedName]) -> [Int] {
    let names = names.map(\.description)
    return names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
  }

  private static func places(_ order: [Int]) -> [Int] {
    var places = [Int](repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { places[index] = place }
    return places
  }

  // MARK: - The whole

  func write() throws(BuildError) -> SharedBytes {
    var builder = Builder(capacity: 4096)
    // Objects are referred to from several places, so they are written once and not by the drafts of their owners.
    var objects: [TableOffset] = []
    for index in objectOrder { objects.append(try draft(schema.objects[index]).write(to: &builder)) }
    var enums: [TableOffset] = []
    for index in enumOrder {
      enums.append(try draft(schema.enums[index], place: enumPlaces[index]).write(to: &builder))
    }
    var services: [TableOffset] = []
    for index in Self.order(schema.services.map(\.header.name)) {
      services.append(try write(schema.services[index], objects, to: &builder))
    }
    var files: [TableOffset] = []
    let drafts = schema.files.map { draft($0) }
    for file in drafts.sortedByKey() { files.append(try file.write(to: &builder)) }
    let identifier = builder.string(schema.fileIdentifier ?? "")
    let fileExtension = builder.string(schema.fileExtension ?? "")
    let objectVector = builder.vector(objects)
    let enumVector = builder.vector(enums)
    let serviceVector = builder.vector(services)
    let fileVector = builder.vector(files)
    builder.startTable()
    builder.add(schema.advancedFeatures, 16, default: 0)
    builder.add(offset: fileVector, 18)
    builder.add(offset: serviceVector, 14)
    builder.add(offset: schema.rootTable.map { objects[objectPlaces[$0]] }, 12)
    builder.add(offset: fileExtension, 10)
    builder.add(offset: identifier, 8)
    builder.add(offset: enumVector, 6)
    builder.add(offset: objectVector, 4)
    return try builder.finish(builder.endTable(), identifier: BinarySchema.fileIdentifier)
  }

  private func write(
    _ service: ServiceDefinition, _ objects: [TableOffset], to builder: inout Builder
  ) throws(BuildError) -> TableOffset {
    var calls: [TableOffset] = []
    for method in service.methods {
      let name = builder.string(method.name)
      let attributes = try builder.vector(tables: attributes(method.attributes))
      let documentation = documentation(method.documentation).map { builder.vector($0) }
      builder.startTable()
      builder.add(offset: documentation, 12)
      builder.add(offset: attributes, 10)
      builder.add(offset: objects[objectPlaces[method.response]], 8)
      builder.add(offset: objects[objectPlaces[method.request]], 6)
      builder.add(offset: name, 4)
      calls.append(builder.endTable())
    }
    let name = builder.string(service.header.name.description)
    let callVector = builder.vector(calls)
    let attributes = try builder.vector(tables: attributes(service.header.attributes))
    let documentation = documentation(service.header.documentation).map { builder.vector($0) }
    let file = fileName(service.header).map { builder.string($0) }
    builder.startTable()
    builder.add(offset: file, 12)
    builder.add(offset: documentation, 10)
    builder.add(offset: attributes, 8)
    builder.add(offset: callVector, 6)
    builder.add(offset: name, 4)
    return builder.endTable()
  }

  // MARK: - Its parts

  private func draft(_ object: ObjectDefinition) -> BinaryObject.Draft {
    BinaryObject.Draft(
      name: object.name.description,
      fields: object.fields.map { draft($0, inStruct: object.isStruct) }.sortedByKey(),
      isStruct: object.isStruct, minalign: Int32(clamping: object.alignment),
      bytesize: Int32(clamping: object.size), attributes: attributes(object.header.attributes),
      documentation: documentation(object.header.documentation), declarationFile: fileName(object.header))
  }

  private func draft(_ field: FieldDefinition, inStruct: Bool) -> BinaryField.Draft {
    var draft = BinaryField.Draft(
      name: field.name, type: type(field), id: UInt16(clamping: field.id),
      offset: UInt16(truncatingIfNeeded: field.offset),
      deprecated: field.isDeprecated, required: field.isRequired, key: field.isKey,
      attributes: attributes(field.attributes), documentation: documentation(field.documentation),
      padding: UInt16(clamping: field.padding), offset64: field.isOffset64)
    switch field.defaultValue {
    case .none: draft.optional = !inStruct && !field.type.isScalar && !field.isRequired
    case .null: draft.optional = true
    case .integer(let number):
      if let number = Int64(exactly: number) {
        draft.defaultInteger = number
      } else {
        draft.defaultText = "\(number)"
      }
    case .real(let number): draft.defaultReal = number
    case .string(let text): draft.defaultText = text
    case .emptyVector: break
    }
    return draft
  }

  private func draft(_ definition: EnumDefinition, place: Int) -> BinaryEnum.Draft {
    BinaryEnum.Draft(
      name: definition.name.description,
      values: definition.members.map { member in
        BinaryMember.Draft(
          name: member.name, value: Int64(truncatingIfNeeded: member.value),
          unionType: member.type.map { single($0) } ?? BinaryType.Draft(baseSize: 1, elementSize: 1),
          documentation: documentation(member.documentation), attributes: attributes(member.attributes))
      },
      isUnion: definition.isUnion,
      underlyingType: BinaryType.Draft(
        baseType: definition.tagBaseType, index: Int32(place),
        baseSize: UInt32(definition.underlyingType.size),
        elementSize: 1),
      attributes: attributes(definition.header.attributes),
      documentation: documentation(definition.header.documentation),
      declarationFile: fileName(definition.header))
  }

  private func draft(_ file: SchemaFile) -> BinaryFile.Draft {
    BinaryFile.Draft(
      filename: file.name,
      includedFilenames: file.includes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  private func attributes(_ list: AttributeList) -> [BinaryAttribute.Draft]? {
    var values: [String: String] = [:]
    for element in list.elements where values[element.name] == nil && isWritten(element.name) {
      values[element.name] =
        switch element.value {
        case .none: "0"
        case .integer(let number): "\(number)"
        case .string(let text): text
        }
    }
    guard !values.isEmpty else { return nil }
    return values.map { BinaryAttribute.Draft(key: $0, value: $1) }.sortedByKey()
  }

  /// Whether an attribute is the user's; one of the language's own is, once the schema declares it.
  private func isWritten(_ attribute: String) -> Bool {
    options.builtInAttributes || !BuiltInAttributes.names.contains(attribute)
      || declaredAttributes.contains(attribute)
  }

  private func documentation(_ lines: [String]) -> [String]? {
    options.documentation && !lines.isEmpty ? lines : nil
  }

  private func fileName(_ header: DefinitionHeader) -> String? { fileNames[header.location.file] }
}
