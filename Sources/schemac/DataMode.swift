internal import ArgumentParser
internal import FlatBuffersRuntime
internal import FlatBuffersSchema
internal import SharedBytes

/// Prints, builds and checks data by a schema.
struct DataMode {
  let options: DataOptions
  let includeFolders: [String]
  /// A folder, a file, or `-` for the standard output.
  let output: String?

  /// - Parameter files: the schema, then the data.
  func run(_ files: [String]) throws {
    var data = Array(files.dropFirst())
    var rootType = options.rootType
    if options.verify, rootType == nil, !data.isEmpty { rootType = data.removeFirst() }
    guard let path = files.first, !data.isEmpty || options.binary else {
      throw ValidationError("Give the schema and the files with the data.")
    }
    if data.isEmpty {
      guard let schema = load(path), buildData(after: path, schema) else { throw ExitCode(1) }
      return
    }
    if let output, output != "-", data.count > 1, !options.verify, !Disk.isFolder(output) {
      throw ValidationError("'\(output)' is no folder, and one file cannot hold several outputs.")
    }
    guard let schema = load(path), let root = root(rootType ?? "", of: schema) else { throw ExitCode(1) }
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

  private func load(_ path: String) -> Schema? {
    if let bytes = Disk.read(path), bytes.dropFirst(4).starts(with: "BFBS".utf8) {
      do {
        return try Schema(binary: SharedBytes(bytes))
      } catch {
        printError("\(path): error: \(error)\n")
        return nil
      }
    }
    let result = SchemaCompiler.compile(path, includeFolders: includeFolders, files: .disk)
    printError(result.report)
    return result.schema
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
      return write(Array(text.utf8), of: file, extension: "json")
    } catch {
      printError("error: '\(file)' cannot be printed: \(error)\n")
      return false
    }
  }

  func write(_ bytes: [UInt8], of file: String, extension suffix: String) -> Bool {
    var path = "\(SchemaCompilerCommand.baseName(of: file)).\(suffix)"
    if let output { path = Disk.isFolder(output) ? "\(output)/\(path)" : output }
    let problem = path == "-" ? Disk.writeToStandardOutput(bytes) : Disk.write(bytes, to: path)
    guard let problem else { return true }
    printError("error: the file '\(path)' cannot be written: \(problem)\n")
    return false
  }
}
