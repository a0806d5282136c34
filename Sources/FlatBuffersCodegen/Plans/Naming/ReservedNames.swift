/// Names that a generated declaration has for itself; a schema's names that meet them get an underscore.
struct ReservedNames {
  private let names: Set<String>

  private init(_ names: Set<String>) { self.names = names }

  /// The member's name, escaped where the language or the generated code has a use for it.
  func member(_ schemaName: String) -> String {
    let name = SwiftName.member(schemaName)
    return names.contains(name) ? name + "_" : SwiftName.escaped(name)
  }

  /// The member's name as the schema spells it.
  func kept(_ schemaName: String) -> String {
    names.contains(schemaName) ? schemaName + "_" : SwiftName.escaped(schemaName)
  }

  // `x.self` and `x.init` mean something else even between backquotes in some positions.
  private static let always: Set<String> = ["self", "init", "Type", "Protocol"]

  /// The members of a table's view and of its draft.
  static let table = ReservedNames(
    always.union([
      "compareKey", "draft", "embeddedSchema", "encode", "fileIdentifier", "hash", "hashValue", "recordBytes",
      "schemaName", "sortingKey", "table", "verify", "write",
    ]))
  /// The members of a struct.
  static let structure = ReservedNames(
    always.union([
      "alignment", "byteCount", "compare", "encode", "hash", "hashValue", "precedes", "sortingKey",
      "spanAlignment", "store",
    ]))
  /// The members of a key of several values.
  static let key = ReservedNames(always.union(["encode", "encoded", "hash", "hashValue"]))
  /// The static members of an enum.
  static let enumeration = ReservedNames(
    always.union([
      "alignment", "allCases", "byteCount", "compare", "decoded", "description", "encode", "encodeName",
      "hash",
      "hashValue", "Known", "names", "precedes", "rawValue", "spanAlignment",
    ]))
  /// The cases of the enum of known members: among optional ones `none` would mean that there is none.
  static let known = ReservedNames(
    always.union(["allCases", "hash", "hashValue", "none", "rawValue", "some"]))
  /// The members of a union.
  static let union = ReservedNames(
    always.union(["unknown", "tag", "names", "encodeMember", "draft", "verify", "write", "none", "some"]))
  /// The members of the enum with a schema's tables.
  static let store = ReservedNames(always.union(["schema"]))
}
