internal import FlatBuffersSchema

/// The Swift names of all types of a schema.
///
/// The types of all namespaces are emitted side by side under their simple names. Where two would have the same
/// name, the name of each begins with its namespace: `ABUser` is `A.B.User`.
struct TypeNames {
  private(set) var objects: [String]
  private(set) var enums: [String]

  init(_ schema: Schema) {
    let types =
      schema.objects.map { ($0.name, $0.isStruct ? "Struct" : "Record") }
      + schema.enums.map { ($0.name, $0.isUnion ? "Union" : "Enum") }
    let simple = types.map { Self.swiftName($0.0.name, suffix: $0.1) }
    let counts = Dictionary(simple.map { ($0, 1) }, uniquingKeysWith: +)
    var used: Set<String> = []
    let names = zip(types, simple).map { type, simple in
      var name = simple
      // By the rule, not by who comes first: a type added elsewhere must not take the name of another.
      if counts[simple] != 1, !type.0.namespace.isEmpty {
        name = Self.swiftName(type.0.namespace.joined(separator: "_") + "_" + type.0.name, suffix: type.1)
      }
      while !used.insert(name).inserted { name += "_" }
      return name
    }
    objects = Array(names.prefix(schema.objects.count))
    enums = Array(names.dropFirst(schema.objects.count))
  }

  /// - Parameter suffix: what tells a type from one that Swift or the runtime has.
  private static func swiftName(_ name: String, suffix: String) -> String {
    let simple = SwiftName.type(name)
    return reserved.contains(simple) ? simple + suffix : simple
  }

  /// Types that generated code or the module around it refers to by their simple names.
  private static let reserved: Set<String> = [
    // Swift
    "Any", "AnyObject", "Array", "Bool", "Character", "Codable", "Collection", "Decoder", "Dictionary",
    "Double", "Equatable",
    "Encoder", "Error", "Float", "Hashable", "InlineArray", "Int", "Int8", "Int16", "Int32", "Int64", "Never",
    "Optional", "Protocol",
    "Range", "RawRepresentable", "RawSpan", "Result", "Self", "Sendable", "Sequence", "Set", "Span",
    "StaticString", "String", "Substring", "Task", "Type", "UInt", "UInt8", "UInt16", "UInt32", "UInt64",
    "Void", "OptionSet",
    // The runtime
    "EmbeddedSchema", "FieldName", "FixedArray", "FlatKey", "FlatScalar", "FlatUnion", "KeyedDraft",
    "KeyedTable", "KeyedValue",
    "RecordKeeper",
    "UnionDraft", "UnionVector", "UnionView", "UnknownMember",
    "BufferOffset", "BuildError", "Builder", "Draft", "FlatBuffersRuntime", "FlatEnum", "FlatTable",
    "FlatValue", "FlatVector", "GeneratedCode", "Indirect", "RawTag", "InlinePlace", "InlineView",
    "RecordBuffer",
    "Scope", "SharedBytes", "StringVector", "StringView", "TableDraft", "TableOffset", "TableVector",
    "TableView", "VerificationError", "Verifier",
    // The store and WAMP, and the parameters of their generic types
    "Event", "Key", "Record", "Request", "Response",
    "Index", "KeyEncoder", "Procedure", "RecordStore", "Store", "StoreKey", "StoreSchema", "Table", "Topic",
    "WAMP",
  ]
}
