/// What stands before the names of other modules' declarations in generated code: their module, as in `Swift::String`.
///
/// So the types of a schema, and those written by hand beside the generated code, may have any of these names. Such a
/// selector finds the module even where a type has the module's name.
enum Library {
  static let swift = "Swift::"
  static let runtime = "FlatBuffersRuntime::"
  static let store = "RecordStore::"
  static let wamp = "WAMP::"
}

extension FileGenerator {
  var swift: String { Library.swift }
  var runtime: String { Library.runtime }
  var store: String { Library.store }
  var wamp: String { Library.wamp }
}
