internal import FlatBuffersLanguage
internal import FlatBuffersReflection

/// What the module of a schema's main file calls the types of the schema.
struct JavaScriptTypes {
  /// The client's module, where it is imported.
  static let client = "$f"

  let schema: Schema
  /// The names of types and of what they are exported as.
  private(set) var objects: [String]
  private(set) var enums: [String]
  /// The modules of included files that the code names something of, and what they are called.
  let imports: [(name: String, module: String)]
  /// What names the errors that tables are, by the indexes of these.
  let errorURIs: [Int: String]
  /// The names of the main file's own types, for what is named beside them.
  let ownNames: JavaScriptNames

  init(_ schema: Schema, _ options: JavaScriptOptions) {
    self.schema = schema
    let headers = schema.objects.map(\.header) + schema.enums.map(\.header)
    var names = [String](repeating: "", count: headers.count)
    var imports: [(name: String, module: String)] = []
    var own = JavaScriptNames(types: [])
    let referred = Set(schema.foreignFiles)
    // Each file's types by themselves: what they are called must not depend on who includes the file.
    var indicesByFile: [(file: String, indices: [Int])] = []
    for (index, header) in headers.enumerated() {
      if let place = indicesByFile.firstIndex(where: { $0.file == header.location.file }) {
        indicesByFile[place].indices.append(index)
      } else {
        indicesByFile.append((header.location.file, [index]))
      }
    }
    for (file, indices) in indicesByFile {
      let fileNames = JavaScriptNames(
        types: indices.map {
          let name = headers[$0].name
          return (name.name, (name.namespace + [name.name]).joined(separator: "_"))
        })
      var prefix = ""
      if file == schema.mainFile {
        own = fileNames
      } else if Self.isBuiltIn(file) {
        prefix = Self.client + "."
      } else {
        prefix = "$\(imports.count)."
        if referred.contains(file) {
          imports.append((String(prefix.dropLast()), options.module(file)))
        }
      }
      for (index, name) in zip(indices, fileNames.names) { names[index] = prefix + name }
    }
    objects = Array(names.prefix(schema.objects.count))
    enums = Array(names.dropFirst(schema.objects.count))
    self.imports = imports
    errorURIs = Dictionary(uniqueKeysWithValues: ServiceModel(schema).errors.map { ($0.table, $0.uri) })
    ownNames = own
  }

  /// Whether the client has the types of a file. Binary schemas put `//` before the paths of files.
  private static func isBuiltIn(_ file: String) -> Bool {
    BuiltInSchemas.text(of: file.hasPrefix("//") ? String(file.dropFirst(2)) : file) != nil
  }

  func isOwn(_ header: DefinitionHeader) -> Bool { schema.declaresInMainFile(header) }
}

extension Schema {
  /// The files, but for the main one, whose types the main file's code names.
  fileprivate var foreignFiles: [String] {
    var headers: [DefinitionHeader] = []
    for object in objects where declaresInMainFile(object.header) {
      for field in object.fields where !field.isDeprecated {
        headers += header(of: field.type.element)
        if let nested = field.nestedTable { headers.append(objects[nested].header) }
      }
    }
    for definition in enums where declaresInMainFile(definition.header) {
      for member in definition.members { headers += member.type.map { header(of: $0) } ?? [] }
    }
    let interfaces = ServiceModel(self).interfaces.filter {
      declaresInMainFile(services[$0.service].header)
    }
    for method in interfaces.flatMap(\.methods) {
      headers.append(objects[method.request].header)
      // A topic has no response.
      if method.kind == .procedure { headers.append(objects[method.response].header) }
      if let part = method.part { headers.append(objects[part].header) }
      headers += method.errors.map { objects[$0.table].header }
    }
    return headers.map(\.location.file).filter { $0 != mainFile }
  }

  private func header(of type: ElementType) -> [DefinitionHeader] {
    switch type {
    case .scalar, .string: []
    case .structure(let index), .table(let index): [objects[index].header]
    case .enumeration(let index), .union(let index), .unionTag(let index): [enums[index].header]
    }
  }
}
