import ArgumentParser
import RecordStore

/// Looks into a database and changes it by what it says of itself: no generated code is needed.
struct DatabaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db",
    abstract: "Looks into any store's database, and works on it: no generated code is needed.",
    discussion: """
      Keys are given as text: a number, true or false, or a string as it is. Records are JSON by the schemas in the file.

        flatwire db stat app.db
        flatwire db get app.db users 7
        flatwire db put app.db users '{ "id": 7, "name": "Ann" }'
        flatwire db dump app.db > app.jsonl
        flatwire db load new.db app.jsonl --schema users.fbs
        flatwire db watch app.db
        flatwire db verify app.db
        flatwire db copy app.db backup.db --compact

      The exit code is 0 if all went well; 1 if something failed, was not there or is wrong with the file; 64 if the command \
      was not understood.
      """,
    groupedSubcommands: [
      CommandGroup(
        name: "Looking",
        subcommands: [
          InfoCommand.self, StatCommand.self, TablesCommand.self, SchemaCommand.self, ListCommand.self,
          GetCommand.self, DumpCommand.self, WatchCommand.self, VerifyCommand.self, CheckSchemaCommand.self,
          ReadersCommand.self,
        ]),
      CommandGroup(
        name: "Changing records",
        subcommands: [PutCommand.self, DeleteCommand.self, LoadCommand.self]),
      CommandGroup(
        name: "Changing tables",
        subcommands: [
          MigrateCommand.self, RebuildCommand.self, AdoptCommand.self, RenameCommand.self, DropCommand.self,
          PromoteCommand.self, LogCommand.self,
        ]),
      CommandGroup(name: "Copying", subcommands: [CopyCommand.self]),
    ])
}

/// The database that a command changes.
struct DatabaseArgument: ParsableArguments {
  @Argument(help: "The database file, or a folder with LMDB's data.mdb.")
  var db: String

  /// Opens the file by what it says of its tables.
  func open(_ change: (inout Store.Options) -> Void = { _ in }) throws -> Store {
    var options = Store.Options()
    change(&options)
    return try Store(path: db, options: options)
  }
}

/// The database that a command looks into.
struct ReadDatabaseArgument: ParsableArguments {
  @Argument(help: "The database file, or a folder with LMDB's data.mdb.")
  var db: String

  @Flag(help: "Read it without a lock file: nobody changes it meanwhile.")
  var immutable = false

  func inspect() throws -> StoreInspection { try Store.inspect(path: db, immutable: immutable) }
}

/// What a command prints: for people, or for programs.
struct OutputOption: ParsableArguments {
  @Flag(help: "Print JSON for programs.")
  var json = false
}
