import ArgumentParser
import RecordStore

struct DropCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop", abstract: "Deletes a table with all its records and indexes, or one of its indexes.",
    discussion: """
        flatwire db drop app.db sessions
        flatwire db drop app.db users --index usersByTeam
      """)

  @OptionGroup var database: DatabaseArgument
  @OptionGroup var table: TableArgument

  @Option(help: "The index to delete; the table stays.")
  var index: String?

  func run() throws {
    try Store.alter(path: database.db) { tables in
      if let index { try tables.dropIndex(index, of: table.table) } else { try tables.drop(table.table) }
    }
    print("dropped \(index.map { "index \($0) of " } ?? "")table \(table.table)")
  }
}

struct RenameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename", abstract: "Gives a table another name; its indexes are made anew.",
    discussion: "  flatwire db rename app.db users people")

  @OptionGroup var database: DatabaseArgument
  @OptionGroup var table: TableArgument

  @Argument(help: "The new name.")
  var name: String

  func run() throws {
    let progress = ProgressLine()
    defer { progress.end() }
    var options = Store.Options()
    options.onProgress = { progress.show($0) }
    try Store.alter(path: database.db, options: options) { try $0.rename(table.table, to: name) }
    progress.end()
    print("table \(table.table) is \(name) now")
  }
}

struct PromoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote", abstract: "Makes a replica's table one that programs write, without its source.",
    discussion: """
      Its records are those of the last commit that the replica has. A table of which not all records are there yet loses \
      those that are.

        flatwire db promote replica.db users
      """)

  @OptionGroup var database: DatabaseArgument
  @OptionGroup var table: TableArgument

  func run() throws {
    try Store.alter(path: database.db) { try $0.promote(table.table) }
    print("table \(table.table) is no replica's any more")
  }
}

struct RebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Verifies the records of all tables and makes all indexes anew: all of them, or nothing.",
    discussion: "  flatwire db rebuild app.db")

  @OptionGroup var database: DatabaseArgument

  func run() throws {
    let progress = ProgressLine()
    defer { progress.end() }
    let store = try database.open { $0.onProgress = { progress.show($0) } }
    try store.rebuildIndexes { progress.show($0) }
    progress.end()
    let indexes = try store.statistics().tables.flatMap { table in
      table.indexes.map { "\(table.name)/\($0.name) (\($0.entries))" }
    }
    print(indexes.isEmpty ? "there are no indexes" : "rebuilt \(indexes.joined(separator: ", "))")
  }
}

struct AdoptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract:
      "Takes over what other programs wrote: verifies all records and makes the indexes anew, or changes nothing.",
    discussion: """
      A store's file needs no schema; one that no store made, the schema of its records.

        flatwire db adopt app.db
        flatwire db adopt other.mdb users.fbs
      """)

  @OptionGroup var database: DatabaseArgument

  @Argument(help: "The schema of a file that no store made, .fbs or .bfbs.")
  var schema: String?

  func run() throws {
    let progress = ProgressLine()
    defer { progress.end() }
    var options = Store.Options()
    options.access = .existing
    options.adopting = true
    options.onProgress = { progress.show($0) }
    let store =
      if let schema {
        try Store(path: database.db, schema: StoreSchema(SchemaArgument.load(schema)), options: options)
      } else {
        try Store(path: database.db, options: options)
      }
    progress.end()
    let tables = store.opening.adoptedTables
    print(tables.isEmpty ? "there was nothing to adopt" : "adopted \(tables.joined(separator: ", "))")
  }
}
