internal import FlatBuffersLanguage
internal import FlatBuffersReflection

/// The Swift names of all types of a schema.
///
/// The types of all namespaces are emitted side by side under their simple names. Where two would have the same
/// name, the name of each begins with its namespace: `ABUser` is `A.B.User`.
///
/// A type has the same name wherever it is referred to: what counts is only what stands in its file, in the
/// files that one includes, and in the neighbors.
struct TypeNames {
  private(set) var objects: [String]
  private(set) var enums: [String]
  /// The types that another type of their module meets: that one, and the name of both.
  private var meetings: [QualifiedName: (other: QualifiedName, name: String)]

  /// What the file being generated calls the types: those of other modules with their module.
  init(_ schema: Schema, _ options: CodegenOptions) {
    let types =
      schema.objects.map { NamedType($0.header, $0.isStruct ? .structure : .table, options) }
      + schema.enums.map { NamedType($0.header, $0.isUnion ? .union : .enumeration, options) }
    let neighbors = options.neighbors.flatMap { NamedType.all(of: $0, options) }
    var namesByFile: [String: [QualifiedName: String]] = [:]
    for type in types where namesByFile[type.location.file] == nil {
      let visible = schema.files(includedBy: type.location.file)
      let others = types.filter { visible.contains($0.location.file) } + neighbors
      namesByFile[type.location.file] = Self.names(of: others.filter { $0.module == type.module })
    }
    let names = types.map { namesByFile[$0.location.file]?[$0.name] ?? $0.simple }
    let owners = Dictionary(grouping: zip(types, names), by: \.1).mapValues { $0.map(\.0) }
    let references = zip(types, names).map { type, name in type.module.map { "\($0)::\(name)" } ?? name }
    objects = Array(references.prefix(schema.objects.count))
    enums = Array(references.dropFirst(schema.objects.count))
    meetings = [:]
    for (type, name) in zip(types, names) {
      let other = owners[name, default: []].first { $0.module == type.module && $0.name != type.name }
      if let other { meetings[type.name] = (other.name, name) }
    }
  }

  /// Reports those of the types that have the name of another type in their module.
  func reportMeetings(of headers: [DefinitionHeader], _ log: inout DiagnosticLog) {
    var reported: Set<QualifiedName> = []
    for header in headers where reported.insert(header.name).inserted {
      guard let (other, name) = meetings[header.name] else { continue }
      log.error(
        "found '\(header.name)' and '\(other)', expected names that differ in Swift: both become '\(name)'",
        at: header.location,
        hint: "compile the schemas of a module together, or name the others with --beside")
    }
  }

  /// The names of the types of one module.
  private static func names(of types: [NamedType]) -> [QualifiedName: String] {
    let unique = Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
    let counts = Dictionary(unique.values.map { ($0.simple, 1) }, uniquingKeysWith: +)
    // By the rule, not by who comes first: a type added elsewhere must not take the name of another.
    func hasSimpleName(_ type: NamedType) -> Bool {
      counts[type.simple] == 1 || type.name.namespace.isEmpty
    }
    let sorted = unique.values.sorted { "\($0.name)" < "\($1.name)" }
    var used: Set<String> = []
    var names: [QualifiedName: String] = [:]
    for type in sorted.filter(hasSimpleName) + sorted.filter({ !hasSimpleName($0) }) {
      var name = hasSimpleName(type) ? type.simple : type.qualified
      while !used.insert(name).inserted { name += "_" }
      names[type.name] = name
    }
    return names
  }
}

/// A type and what its name in Swift depends on.
private struct NamedType {
  let name: QualifiedName
  let location: SourceLocation
  /// The module of its code; `nil` for the one being generated for.
  let module: String?
  /// The Swift name of the type alone.
  let simple: String
  /// The Swift name of the type with its namespace.
  let qualified: String

  /// What a type is, by what is put behind a reserved name.
  enum Kind: String {
    case table = "Record"
    case structure = "Struct"
    case enumeration = "Enum"
    case union = "Union"
  }

  init(_ name: QualifiedName, _ kind: Kind, at location: SourceLocation, _ options: CodegenOptions) {
    self.name = name
    self.location = location
    module = options.module(of: location.file)
    simple = Self.swiftName(name.name, kind)
    qualified = Self.swiftName((name.namespace + [name.name]).joined(separator: "_"), kind)
  }

  init(_ header: DefinitionHeader, _ kind: Kind, _ options: CodegenOptions) {
    self.init(header.name, kind, at: header.location, options)
  }

  /// The types that a file declares.
  static func all(of file: SchemaSyntax, _ options: CodegenOptions) -> [NamedType] {
    file.declarations.compactMap { declaration in
      let (header, kind): (HeaderSyntax, Kind)
      switch declaration {
      case .enumeration(let syntax): (header, kind) = (syntax.header, .enumeration)
      case .union(let syntax): (header, kind) = (syntax.header, .union)
      case .object(let syntax): (header, kind) = (syntax.header, syntax.isStruct ? .structure : .table)
      default: return nil
      }
      let name = QualifiedName(namespace: header.namespace, name: header.name.text)
      return NamedType(name, kind, at: header.name.location, options)
    }
  }

  private static func swiftName(_ name: String, _ kind: Kind) -> String {
    let simple = SwiftName.type(name)
    return reserved.contains(simple) ? simple + kind.rawValue : simple
  }

  /// Names that a type of a schema cannot have: code beside it means Swift's own by them, or within generated types
  /// they are names of other types.
  private static let reserved: Set<String> = [
    // Swift
    "Any", "AnyObject", "Array", "Bool", "Character", "Codable", "Collection", "Decoder", "Dictionary",
    "Double", "Encoder", "Equatable", "Error", "Escapable", "Float", "Hashable", "InlineArray", "Int",
    "Int16", "Int32", "Int64", "Int8", "Never", "Optional", "OptionSet", "Protocol", "Range",
    "RawRepresentable", "RawSpan", "Result", "Self", "Sendable", "Sequence", "Set", "Span",
    "StaticString", "String", "Substring", "Task", "Type", "UInt", "UInt16", "UInt32", "UInt64", "UInt8",
    "Void",
    // Within generated types
    "ArrayLiteralElement", "Draft", "Element", "Encoded", "Key", "RawTag", "RawValue",
  ]
}
