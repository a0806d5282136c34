internal import FlatBuffersRuntime
public import SharedBytes

extension Schema {
  /// Reads a binary schema, of this package's compiler or any other one.
  ///
  /// Everything is checked: whatever is accepted can be used as safely as a schema that was compiled here. What the
  /// format does not carry is lost: places in files, and the built-in attributes unless they were asked for when it
  /// was written.
  ///
  /// - Throws: ``BinarySchemaError`` with the path to the first fault.
  public init(binary bytes: SharedBytes) throws(BinarySchemaError) {
    let buffer: RecordBuffer<BinarySchema>
    do {
      try Verifier.verify(bytes.bytes, as: BinarySchema.self, requireIdentifier: true)
      buffer = unsafe RecordBuffer(unverified: bytes)
    } catch {
      throw BinarySchemaError("\(error)")
    }
    // Strings may be shared; a few bytes that name one large string a million times must not fill the memory.
    var loader = BinarySchemaLoader(textBudget: 65536 + 16 * bytes.count)
    self = try loader.load(buffer.record)
  }
}

/// Turns a verified binary schema into a ``Schema``, trusting none of its numbers.
struct BinarySchemaLoader {
  var schema = Schema()
  private var textBudget: Int
  /// The objects and enums by their full names.
  var objectIndexes: [String: Int] = [:]
  private var declaredAttributes: Set<String> = []
  private var enumIndexes: [String: Int] = [:]
  /// How many levels of structs each struct has, itself included.
  var structDepths: [Int: Int] = [:]

  init(textBudget: Int) {
    self.textBudget = textBudget
  }

  mutating func load(_ root: borrowing BinarySchema) throws(BinarySchemaError) -> Schema {
    try declare(root)
    let enums = root.enums
    for index in enums.indices { try resolveTypes(enums[index], index) }
    let objects = root.objects
    for index in objects.indices { try resolveFields(objects[index], index) }
    try layOutStructs()
    for index in schema.objects.indices { resolveNestedTables(index) }
    try loadServices(root)
    if let table = root.rootTable {
      schema.rootTable = try self.table(named: table.name, at: .part("root_table"))
    }
    let identifier = try optionalText(root.fileIdent, at: .part("file_ident")) ?? ""
    guard identifier.isEmpty || identifier.utf8.count == 4 else {
      throw BinarySchemaError("'\(identifier)' is no file identifier of four bytes", at: .part("file_ident"))
    }
    schema.fileIdentifier = identifier.isEmpty ? nil : identifier
    let fileExtension = try optionalText(root.fileExt, at: .part("file_ext")) ?? ""
    schema.fileExtension = fileExtension.isEmpty ? nil : fileExtension
    try loadFiles(root)
    return schema
  }

  // MARK: - Names

  /// Gives every object and enum its index, so that types can refer to them in any order.
  private mutating func declare(_ root: borrowing BinarySchema) throws(BinarySchemaError) {
    let objects = root.objects
    for index in objects.indices {
      let object = objects[index]
      let path = BinarySchemaPath.element("objects", index)
      let header = try header(
        object.name, file: object.declarationFile, object.attributes, object.documentation, at: path)
      let name = header.name.description
      guard objectIndexes.updateValue(index, forKey: name) == nil else {
        throw BinarySchemaError("a second type named '\(name)'", at: path)
      }
      schema.objects.append(
        ObjectDefinition(
          header: header, isStruct: object.isStruct, fields: [], size: Int(object.bytesize),
          alignment: Int(object.minalign)))
    }
    let enums = root.enums
    for index in enums.indices {
      let definition = enums[index]
      let path = BinarySchemaPath.element("enums", index)
      let header = try header(
        definition.name, file: definition.declarationFile, definition.attributes, definition.documentation,
        at: path)
      let name = header.name.description
      guard objectIndexes[name] == nil, enumIndexes.updateValue(index, forKey: name) == nil else {
        throw BinarySchemaError("a second type named '\(name)'", at: path)
      }
      guard let scalar = Self.underlyingType(definition), scalar.isInteger else {
        throw BinarySchemaError("the underlying type is no integer", at: path.named(name))
      }
      schema.enums.append(
        EnumDefinition(
          header: header, isUnion: definition.isUnion, underlyingType: scalar,
          namesUnderlyingType: definition.underlyingType.baseType != .unionTag, members: []))
    }
  }

  private static func underlyingType(_ definition: borrowing BinaryEnum) -> ScalarType? {
    let base = definition.underlyingType.baseType
    return base == .unionTag ? .ubyte : base.scalar
  }

  mutating func header(
    _ name: borrowing StringView, file: StringView?, _ attributes: TableVector<BinaryAttribute>?,
    _ documentation: StringVector?, at path: BinarySchemaPath
  ) throws(BinarySchemaError) -> DefinitionHeader {
    let name = try text(name, at: path)
    var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy({ Lexer.isIdentifier($0) }), let simple = parts.popLast() else {
      throw BinarySchemaError("'\(name)' is no name of a type", at: path)
    }
    if let problem = QualifiedName.problem(ofNamespace: parts) { throw BinarySchemaError(problem, at: path) }
    let path = path.named(name)
    let location = SourceLocation(file: try optionalText(file, at: path) ?? "", line: 0, column: 0)
    return DefinitionHeader(
      name: QualifiedName(namespace: parts, name: simple), location: location,
      attributes: try self.attributes(attributes, of: location, at: path),
      documentation: try strings(documentation, at: path))
  }

  /// A name that a schema could have: it becomes one in code.
  mutating func name(
    _ view: borrowing StringView, at path: BinarySchemaPath
  ) throws(BinarySchemaError) -> String {
    let name = try nonEmptyText(view, at: path)
    guard Lexer.isIdentifier(name) else { throw BinarySchemaError("'\(name)' is no identifier", at: path) }
    return name
  }

  /// The index of a table by its name.
  mutating func table(
    named name: borrowing StringView, at path: BinarySchemaPath
  ) throws(BinarySchemaError) -> Int {
    let name = try text(name, at: path)
    guard Lexer.isDottedName(name), let index = objectIndexes[name], !schema.objects[index].isStruct else {
      throw BinarySchemaError("'\(name)' is no table of the schema", at: path)
    }
    return index
  }

  // MARK: - Texts

  mutating func text(_ view: borrowing StringView, at path: BinarySchemaPath) throws(BinarySchemaError)
    -> String
  {
    textBudget -= view.utf8Count + 1
    guard textBudget >= 0 else { throw BinarySchemaError("far more text than the file has bytes", at: path) }
    return view.description
  }

  private mutating func nonEmptyText(
    _ view: borrowing StringView, at path: BinarySchemaPath
  ) throws(BinarySchemaError) -> String {
    let text = try text(view, at: path)
    guard !text.isEmpty else { throw BinarySchemaError("the name is empty", at: path) }
    return text
  }

  mutating func optionalText(_ view: StringView?, at path: BinarySchemaPath) throws(BinarySchemaError)
    -> String?
  {
    guard let view else { return nil }
    return try text(view, at: path)
  }

  mutating func strings(_ vector: StringVector?, at path: BinarySchemaPath) throws(BinarySchemaError)
    -> [String]
  {
    guard let vector else { return [] }
    var strings: [String] = []
    for index in vector.indices { strings.append(try text(vector[index], at: path)) }
    return strings
  }

  /// - Parameter location: where what has the attributes is declared, as far as that is known.
  mutating func attributes(
    _ vector: TableVector<BinaryAttribute>?, of location: SourceLocation, at path: BinarySchemaPath
  ) throws(BinarySchemaError) -> AttributeList {
    var list = AttributeList()
    guard let vector else { return list }
    for index in vector.indices {
      let attribute = vector[index]
      let name = try nonEmptyText(attribute.key, at: path.element("attributes", index))
      let value = try optionalText(attribute.value, at: path) ?? ""
      // The format knows texts only. A number is told by its looks, if it would be written the same way again.
      let number = Numeral.integer(value).flatMap { "\($0)" == value ? $0 : nil }
      list.elements.append(
        AttributeList.Element(
          name: name, value: number.map { .integer($0) } ?? .string(value),
          location: location))
      if !BuiltInAttributes.names.contains(name), declaredAttributes.insert(name).inserted {
        schema.attributes.append(name)
      }
    }
    return list
  }

  // MARK: - The rest

  private mutating func loadServices(_ root: borrowing BinarySchema) throws(BinarySchemaError) {
    guard let services = root.services else { return }
    var names: Set<String> = []
    for index in services.indices {
      let service = services[index]
      let path = BinarySchemaPath.element("services", index)
      let header = try header(
        service.name, file: service.declarationFile, service.attributes, service.documentation, at: path)
      guard names.insert(header.name.description).inserted else {
        throw BinarySchemaError("a second service named '\(header.name)'", at: path)
      }
      var methods: [ServiceDefinition.Method] = []
      if let calls = service.calls {
        for index in calls.indices {
          let call = calls[index]
          let path = path.named(header.name).element("calls", index)
          methods.append(
            ServiceDefinition.Method(
              name: try name(call.name, at: path), location: header.location,
              request: try table(named: call.request.name, at: path),
              response: try table(named: call.response.name, at: path),
              attributes: try attributes(call.attributes, of: header.location, at: path),
              documentation: try strings(call.documentation, at: path)))
        }
      }
      schema.services.append(ServiceDefinition(header: header, methods: methods))
    }
  }

  private mutating func loadFiles(_ root: borrowing BinarySchema) throws(BinarySchemaError) {
    guard let files = root.fbsFiles else { return }
    for index in files.indices {
      let file = files[index]
      let path = BinarySchemaPath.element("fbs_files", index)
      let name = try nonEmptyText(file.filename, at: path)
      schema.files.append(
        SchemaFile(path: name, name: name, includes: try strings(file.includedFilenames, at: path)))
    }
    // The format has them in alphabetical order. The main file is the one that no other includes.
    let included = Set(schema.files.flatMap(\.includes))
    if let main = schema.files.lastIndex(where: { !included.contains($0.name) }) {
      schema.files.append(schema.files.remove(at: main))
    }
  }
}
