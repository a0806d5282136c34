internal import ArgumentParser
internal import FlatBuffersRuntime
internal import FlatBuffersSchema
internal import SharedBytes

/// Prints, builds and checks data by a schema.
struct DataMode {
  let options: DataOptions
  let schema: SchemaInput
  let rootType: String
  /// The files with records or JSON; none for the data after the declarations of a schema.
  let data: [String]
  let place: OutputPlace

  /// - Parameters:
  ///   - files: the schema, then the data.
  ///   - output: the path on the command line.
  init(_ files: [String], options: DataOptions, includeFolders: [String], output: String?) throws {
    var data = Array(files.dropFirst())
    var rootType = options.rootType
    if options.verify, rootType == nil, !data.isEmpty { rootType = data.removeFirst() }
    guard let path = files.first, !data.isEmpty || options.binary else {
      throw ValidationError("Give the schema and the files with the data.")
    }
    self.options = options
    schema = SchemaInput(path: path, includeFolders: includeFolders)
    self.rootType = rootType ?? ""
    self.data = data
    let isSingle = data.count <= 1
    place = OutputPlace(output) { _ in isSingle }
  }

  func run() throws {
    guard let schema = schema.read() else { throw ExitCode(1) }
    if data.isEmpty {
      guard buildData(after: self.schema.path, schema) else { throw ExitCode(1) }
      return
    }
    guard let root = root(rootType, of: schema) else { throw ExitCode(1) }
    var failed = false
    for file in data {
      guard let bytes = Disk.read(file) else {
        printError("error: the file '\(file)' cannot be read\n")
        failed = true
        continue
      }
      if !process(bytes, of: file, schema, root) { failed = true }
    }
    if failed { throw ExitCode(1) }
  }

  private func root(_ name: String, of schema: Schema) -> Int? {
    if name.isEmpty {
      if let root = schema.rootTable { return root }
      printError("error: the schema has no root type\n  hint: name one: --root-type TYPE\n")
      return nil
    }
    if let index = schema.table(named: name) { return index }
    printError("error: the schema has no table '\(name)', or several in different namespaces\n")
    return nil
  }

  private func process(_ bytes: [UInt8], of file: String, _ schema: Schema, _ root: Int) -> Bool {
    if options.binary { return build(bytes, of: file, schema, root) }
    do throws(VerificationError) {
      let table = try ReflectiveVerifier.verify(
        SharedBytes(bytes), as: root, of: schema, isSizePrefixed: options.sizePrefixed,
        requireIdentifier: options.json && !options.rawBinary && root == schema.rootTable)
      if options.json { return print(table, of: file) }
      return Disk.writeToStandardOutput(Array("\(file): accepted\n".utf8)) == nil
    } catch {
      if options.verify { _ = Disk.writeToStandardOutput(Array("\(file): rejected: \(error)\n".utf8)) }
      if options.json { printError("error: '\(file)' is no such record: \(error)\n") }
      return false
    }
  }

  private func print(_ table: DynamicTable, of file: String) -> Bool {
    var style = JSONPrinter.Options()
    style.printsDefaults = options.defaultsJSON
    style.quotesNames = options.strictJSON
    do throws(JSONPrintingError) {
      let text = try JSONPrinter.print(table, options: style)
      return place.write(Array(text.utf8), as: FileName.stem(file) + ".json")
    } catch {
      printError("error: '\(file)' cannot be printed: \(error)\n")
      return false
    }
  }
}
