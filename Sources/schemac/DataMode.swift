internal import ArgumentParser
internal import FlatBuffersRuntime
internal import FlatBuffersReflection
internal import SharedBytes

/// Prints, builds and checks data by a schema.
struct DataMode {
  let options: DataOptions
  let input: SchemaInput
  /// The table named on the command line; `nil` for the schema's root type.
  let rootType: String?
  /// The files with records or JSON; none for the data after the declarations of a schema.
  let data: [String]
  let place: OutputPlace

  /// - Parameters:
  ///   - files: the schema, then the data.
  ///   - output: the path on the command line.
  init(_ files: [String], options: DataOptions, includeFolders: [String], output: String?) throws {
    var data = Array(files.dropFirst())
    var rootType = options.rootType
    if options.verify, rootType == nil, let first = data.first {
      // A single file is the data, as there is nothing else to verify.
      if data.count > 1 || !Disk.exists(first) { rootType = data.removeFirst() }
      if data.isEmpty {
        throw ValidationError(
          "'\(first)' is no file, so it is the root type. Give the files with the data after it.")
      }
    }
    guard let path = files.first, !data.isEmpty || options.binary else {
      throw ValidationError("Give the schema and the files with the data.")
    }
    guard let input = SchemaInput(path: path, includeFolders: includeFolders) else { throw ExitCode(1) }
    self.options = options
    self.input = input
    self.rootType = rootType
    self.data = data
    let isSingle = data.count <= 1
    place = OutputPlace(output) { _ in isSingle }
    guard !options.verify, case .folder = place else { return }
    for (stem, paths) in Dictionary(grouping: data, by: FileName.stem) where paths.count > 1 {
      throw ValidationError(
        "'\(paths[0])' and '\(paths[1])' would both be written to '\(stem)'. Convert them apart, each with -o."
      )
    }
  }

  func run() throws {
    guard let schema = input.schema() else { throw ExitCode(1) }
    if data.isEmpty {
      guard buildData(schema) else { throw ExitCode(1) }
      return
    }
    if options.verify, rootType == nil, let file = data.first, schema.table(named: file) != nil {
      printError("error: '\(file)' is a file and a table; name the root type with --root-type TYPE\n")
      throw ExitCode(1)
    }
    guard let root = root(rootType, of: schema) else { throw ExitCode(1) }
    var failed = false
    for file in data {
      guard let bytes = Disk.readOrReport(file) else {
        failed = true
        continue
      }
      if !process(bytes, of: file, schema, root) { failed = true }
    }
    if failed { throw ExitCode(1) }
  }

  private func root(_ name: String?, of schema: Schema) -> Int? {
    guard let name, !name.isEmpty else {
      if let root = schema.rootTable { return root }
      printError("error: the schema has no root type\n  hint: name one: --root-type TYPE\n")
      return nil
    }
    if let index = schema.tableOrReport(name) { return index }
    if options.verify, options.rootType == nil, Disk.exists(name) {
      printError("  hint: '\(name)' is a file; name the root type before it, or with --root-type TYPE\n")
    }
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
    style.quotesNaN = options.quotedNaN
    style.escapesUTF8 = !options.naturalUTF8
    style.allowsInvalidUTF8 = options.allowNonUTF8
    do throws(JSONPrintingError) {
      let text = try JSONPrinter.print(table, options: style)
      return place.write(Array(text.utf8), as: FileName.stem(file) + ".json")
    } catch {
      printError("error: '\(file)' cannot be printed: \(error)\n")
      return false
    }
  }
}
