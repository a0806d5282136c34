import FlatBuffersCodegen
import FlatBuffersReflection
import Flatwire

/// A table that the page shows: where the router has it, and the JavaScript that reads its records in place.
struct ConsoleTable {
  let name: String
  /// What it is exposed as.
  let prefix: String
  /// The full name of the records' type.
  let record: String
  let operations: TableOperations
  /// A module with the type of the records and all that these are made of.
  let module: String

  /// - Throws: ``StoreError`` if the store was not opened with the table's schema, ``ConsoleError`` if the schema is not in
  ///   the program.
  init<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, of store: Store, as prefix: String, allowing operations: TableOperations
  ) throws {
    let served = try store.served(table)
    name = served.name
    record = served.record
    self.prefix = prefix
    self.operations = operations
    guard let schema = served.schema, let module = ConsoleTable.module(of: schema) else {
      throw ConsoleError("the console can't show the table \(name): its schema is not in the program")
    }
    self.module = module
  }

  /// - Returns: `nil` if there is no JavaScript for something in it.
  private static func module(of schema: Schema) -> String? {
    var whole = schema
    let file = SchemaFile(path: "console.fbs", name: "//console.fbs", includes: [])
    // As if all of it stood in one file: then it is one module.
    let place = SourceLocation(file: file.path, line: 0, column: 0)
    whole.files = [file]
    for index in whole.objects.indices { whole.objects[index].header.location = place }
    for index in whole.enums.indices { whole.enums[index].header.location = place }
    return JavaScriptGenerator.module(whole, options: JavaScriptOptions(client: "../flatwire/flatwire.js"))
      .source
  }
}
