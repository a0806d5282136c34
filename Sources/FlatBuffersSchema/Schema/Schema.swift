/// A schema with every name looked up, every value judged and every layout computed.
///
/// Definitions refer to each other by their index in `objects` and `enums`. All files that were included
/// are part of the schema; each definition names the file it stands in.
public struct Schema: Sendable, Equatable {
  /// The tables and structs, in the order of their declarations.
  public var objects: [ObjectDefinition] = []
  /// The enums and unions, in the order of their declarations.
  public var enums: [EnumDefinition] = []
  public var services: [ServiceDefinition] = []
  /// The index of the table named by `root_type`.
  public var rootTable: Int?
  /// The four bytes that mark a buffer of the root type.
  public var fileIdentifier: String?
  public var fileExtension: String?
  /// The names declared by `attribute`, in order.
  public var attributes: [String] = []
  /// All files, the main file last.
  public var files: [SchemaFile] = []

  public init() {}

  /// The path of the file the schema was read from.
  public var mainFile: String { files.last?.path ?? "" }
}

/// A name and the namespace it stands in.
public struct QualifiedName: Sendable, Hashable {
  public var namespace: [String]
  public var name: String

  public init(namespace: [String], name: String) {
    self.namespace = namespace
    self.name = name
  }
}

extension QualifiedName: CustomStringConvertible {
  /// The name with its namespace, dotted: `demo.User`.
  public var description: String { (namespace + [name]).joined(separator: ".") }
}

// A name is looked up in every namespace around it, so these are kept short.
extension QualifiedName {
  static let maximumDepth = 64
  static let maximumNamespaceSize = 1024

  /// Why a namespace is one that names cannot be looked up in.
  static func problem(ofNamespace parts: [String]) -> String? {
    if parts.count > maximumDepth {
      return "found a namespace of \(parts.count) names, expected at most \(maximumDepth)"
    }
    let size = parts.reduce(0) { $0 + $1.utf8.count + 1 }
    return size <= maximumNamespaceSize
      ? nil : "found a namespace of \(size) bytes, expected at most \(maximumNamespaceSize)"
  }

  /// What can stand before a name that is used in a namespace, the innermost first: `a.b.`, `a.` and nothing.
  static func prefixes(in namespace: [String]) -> [String] {
    var prefix = ""
    var prefixes = [prefix]
    for part in namespace {
      prefix += part + "."
      prefixes.append(prefix)
    }
    return prefixes.reversed()
  }
}

/// What every named definition has.
public struct DefinitionHeader: Sendable, Equatable {
  public var name: QualifiedName
  /// Where the name stands.
  public var location: SourceLocation
  public var attributes: AttributeList
  /// The `///` lines before the definition, each with its leading space.
  public var documentation: [String]
}

/// Attributes in the order they were written; a repeated name counts with its first value.
public struct AttributeList: Sendable, Equatable {
  public enum Value: Sendable, Equatable {
    case none
    case integer(Int128)
    case string(String)
  }

  public struct Element: Sendable, Equatable {
    public var name: String
    public var value: Value
    public var location: SourceLocation
  }

  public var elements: [Element] = []

  public subscript(_ name: String) -> Element? { elements.first { $0.name == name } }

  public func contains(_ name: String) -> Bool { self[name] != nil }

  /// The text of an attribute with a string value.
  public func string(_ name: String) -> String? {
    if case .string(let text)? = self[name]?.value { text } else { nil }
  }
}

extension AttributeList.Value: CustomStringConvertible {
  /// The value as a diagnostic names it.
  public var description: String {
    switch self {
    case .none: "no value"
    case .integer(let number): "'\(number)'"
    case .string(let text): "\"\(text)\""
    }
  }
}

/// An `rpc_service`.
public struct ServiceDefinition: Sendable, Equatable {
  public struct Method: Sendable, Equatable {
    public var name: String
    public var location: SourceLocation
    /// The index of the request's table.
    public var request: Int
    /// The index of the response's table.
    public var response: Int
    public var attributes: AttributeList
    public var documentation: [String]
  }

  public var header: DefinitionHeader
  public var methods: [Method]
}
