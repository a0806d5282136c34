internal import FlatBuffersReflection
internal import FlatBuffersRuntime

/// Parses a schema file and all it includes, each file once, included files before those that include them.
struct SchemaLoader {
  let files: SchemaFiles
  let includeFolders: [String]
  /// The folder of the main file, where included files are looked for last.
  private var mainFolder = ""
  private(set) var sources: [SourceFile] = []
  private(set) var syntaxes: [SchemaSyntax] = []
  private(set) var log = DiagnosticLog()
  /// The files by their identity; a file system can have several spellings of the same characters.
  private var loaded: [StringKey: Loaded] = [:]
  /// The identities of the files in the order of `syntaxes`.
  private var order: [StringKey] = []

  private struct Loaded {
    var path: String
    /// The identities of the files it includes.
    var includes: [StringKey] = []
  }

  /// Files nested more deeply than this are reported instead of read.
  static let maximumDepth = 100

  init(files: SchemaFiles, includeFolders: [String]) {
    self.files = files
    self.includeFolders = includeFolders
  }

  mutating func load(_ path: String) {
    guard let found = files.read(path) else {
      log.error("the file '\(path)' cannot be read", at: nil)
      return
    }
    mainFolder = SchemaFiles.folder(of: path)
    load(found, path: path, depth: 0)
  }

  private mutating func load(_ found: SchemaFiles.Found, path: String, depth: Int) {
    // A file that is being included already is not read again, so cycles end here.
    let identity = StringKey(found.identity)
    guard loaded[identity] == nil else { return }
    loaded[identity] = Loaded(path: path)
    let source = SourceFile(path: path, bytes: found.bytes)
    sources.append(source)
    let (syntax, parseLog) = Parser.parse(source)
    for diagnostic in parseLog.diagnostics { log.add(diagnostic) }
    for include in syntax.includes where !log.isFull {
      guard depth < Self.maximumDepth else {
        log.error("found an include nested more than \(Self.maximumDepth) deep", at: include.location)
        break
      }
      guard let (path, found) = find(include.text, from: path) else {
        let folders =
          includeFolders.isEmpty
          ? "and no -I folder is given" : "nor in \(includeFolders.joined(separator: ", "))"
        log.error(
          "found no file '\(include.text)' to include", at: include.location,
          hint: "it is not next to '\(path)'\(nextToMain(path)) \(folders)")
        continue
      }
      let included = StringKey(found.identity)
      if loaded[identity]?.includes.contains(included) == false {
        loaded[identity]?.includes.append(included)
      }
      load(found, path: path, depth: depth + 1)
    }
    syntaxes.append(syntax)
    order.append(identity)
  }

  /// The main file as another place that was looked at, if it is one.
  private func nextToMain(_ includer: String) -> String {
    guard SchemaFiles.folder(of: includer) != mainFolder, let main = sources.first else { return "" }
    return " or '\(main.path)'"
  }

  /// The files that were loaded, the main file last.
  var schemaFiles: [SchemaFile] {
    let main = order.last?.text ?? ""
    func name(_ identity: StringKey) -> String {
      let builtIn = identity.text.hasPrefix(Self.builtInPrefix) ? loaded[identity]?.path : nil
      return builtIn.map { "//" + $0 } ?? SchemaFile.name(of: identity.text, from: main)
    }
    return order.compactMap { identity in
      loaded[identity].map { file in
        SchemaFile(path: file.path, name: name(identity), includes: file.includes.map(name))
      }
    }
  }

  private static let builtInPrefix = "built-in:"

  private func find(_ name: String, from includer: String) -> (path: String, found: SchemaFiles.Found)? {
    for folder in [SchemaFiles.folder(of: includer)] + includeFolders + [mainFolder] {
      let path = SchemaFiles.join(folder, name)
      guard let found = files.read(path) else { continue }
      // A copy for other compilers is the built-in schema: its types have their code already.
      if found.bytes == Array((BuiltInSchemas.text(of: name) ?? "").utf8) { break }
      return (path, found)
    }
    guard let text = BuiltInSchemas.text(of: name) else { return nil }
    return (name, SchemaFiles.Found(identity: Self.builtInPrefix + name, bytes: Array(text.utf8)))
  }
}
