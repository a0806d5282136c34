internal import FlatBuffersSchema

/// The Swift names of all types of a schema.
///
/// The types of all namespaces are emitted side by side under their simple names; two types that would
/// have the same Swift name are an error.
struct TypeNames {
  private(set) var objects: [String]
  private(set) var enums: [String]

  init(_ schema: Schema, log: inout DiagnosticLog) {
    objects = schema.objects.map { object in
      Self.swiftName(object.name, suffix: object.isStruct ? "Struct" : "Record")
    }
    enums = schema.enums.map { definition in
      Self.swiftName(definition.name, suffix: definition.isUnion ? "Union" : "Enum")
    }
    var owners: [String: DefinitionHeader] = [:]
    let headers = schema.objects.map(\.header) + schema.enums.map(\.header)
    for (name, header) in zip(objects + enums, headers) {
      guard let other = owners.updateValue(header, forKey: name) else { continue }
      log.error(
        "found '\(header.name)' and '\(other.name)', expected names that differ in Swift: both become '\(name)'",
        at: header.location, hint: "rename one; Swift types are named without their namespace")
    }
  }

  /// - Parameter suffix: what tells a type from one that Swift or the runtime has.
  private static func swiftName(_ name: QualifiedName, suffix: String) -> String {
    let simple = SwiftName.type(name.name)
    return reserved.contains(simple) ? simple + suffix : simple
  }

  /// Types that generated code or the module around it refers to by their simple names.
  private static let reserved: Set<String> = [
    // Swift
    "Any", "AnyObject", "Array", "Bool", "Character", "Collection", "Dictionary", "Double", "Equatable",
    "Error", "Float", "Hashable", "Int", "Int8", "Int16", "Int32", "Int64", "Never", "Optional", "Protocol",
    "Range", "RawRepresentable", "RawSpan", "Result", "Self", "Sendable", "Sequence", "Set", "Span",
    "StaticString", "String", "Substring", "Task", "Type", "UInt", "UInt8", "UInt16", "UInt32", "UInt64",
    "Void", "OptionSet",
    // The runtime
    "BufferOffset", "BuildError", "Builder", "Draft", "FlatBuffersRuntime", "FlatEnum", "FlatTable",
    "FlatValue", "FlatVector", "GeneratedCode", "Indirect", "InlinePlace", "InlineView", "RecordBuffer",
    "Scope", "SharedBytes", "StringVector", "StringView", "TableDraft", "TableOffset", "TableVector",
    "TableView", "VerificationError", "Verifier",
    // The store and WAMP, and the parameters of their generic types
    "Event", "Key", "Record", "Request", "Response",
    "Index", "KeyEncoder", "Procedure", "RecordStore", "Store", "StoreKey", "StoreSchema", "Table", "Topic",
    "WAMP",
  ]
}
