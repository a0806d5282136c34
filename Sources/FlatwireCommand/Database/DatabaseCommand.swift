import ArgumentParser
import RecordStore

/// Looks into a database by what it says of itself: no generated code is needed.
struct DatabaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db",
    abstract: "Looks into any store's database: no generated code is needed, nothing is changed.",
    subcommands: [
      InfoCommand.self, TablesCommand.self, SchemaCommand.self, ListCommand.self, GetCommand.self,
      DumpCommand.self, CheckSchemaCommand.self,
    ])
}

/// The database that a command looks into.
struct DatabaseArgument: ParsableArguments {
  @Argument(help: "The database file, or a folder with LMDB's data.mdb.")
  var db: String

  func inspect() throws -> StoreInspection { try Store.inspect(path: db) }
}

/// What a command prints: for people, or for programs.
struct OutputOption: ParsableArguments {
  @Flag(help: "Print JSON for programs.")
  var json = false
}
