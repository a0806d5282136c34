import ArgumentParser
import RecordStore

struct DumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract:
      "Prints all records of one moment, one line of JSON each: {\"table\": …, \"key\": …, \"record\": …}.",
    discussion: """
      `flatwire db load` reads it. Where JSON by the schema in the file does not say all that a record says \
      (fields of a later version of the schema, text that is not UTF-8, FlexBuffers, the bits of a NaN) the line \
      has the record's bytes, too, and a warning says for how many. The exit code is 1 if a table had to be left \
      out.

        flatwire db dump app.db > app.jsonl
        flatwire db dump app.db --table users --bytes
      """)

  @OptionGroup var database: ReadDatabaseArgument

  @Option(help: "The only table to print.")
  var table: String?

  @Flag(help: "Add the bytes of every record, so that what is loaded is the same to the last bit.")
  var bytes = false

  func run() throws {
    let progress = ProgressLine()
    defer { progress.end() }
    var output = LineOutput()
    let report = try database.inspect().dump(table, withBytes: bytes, onProgress: { progress.show($0) }) {
      try output.write($0)
    }
    try output.flush()
    progress.end()
    if report.rowsWithBytes > 0, !bytes {
      printError(
        "\(database.db): warning: JSON by the schema in the file does not say all of \(report.rowsWithBytes) records; "
          + "their bytes stand beside it")
    }
    for table in report.leftOut {
      printError("\(database.db): table \(table) was left out: the file has no schema of it")
    }
    if !report.leftOut.isEmpty { throw ExitCode(1) }
  }
}

struct LoadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Stores what dump printed, in place of records with the same keys: all of it, or nothing.",
    discussion: """
      Into a database that exists, or with --schema into a new one, or one that is brought to that schema first.

        flatwire db load app.db app.jsonl
        flatwire db dump old.db | flatwire db load new.db --schema users.fbs
      """)

  @OptionGroup var database: DatabaseArgument

  @Argument(help: "What dump printed; the standard input if not given.")
  var file: String?

  @Option(help: "The schema, .fbs or .bfbs, of a database to be made.")
  var schema: String?

  @OptionGroup var output: OutputOption

  func run() throws {
    let lines = try file.map { try LineReader(path: $0) } ?? LineReader()
    let progress = ProgressLine()
    defer { progress.end() }
    var options = Store.Options()
    options.onProgress = { progress.show($0) }
    let store =
      if let schema {
        try Store(path: database.db, schema: StoreSchema(SchemaArgument.load(schema)), options: options)
      } else {
        try Store(path: database.db, options: options)
      }
    let count = try store.load(onProgress: { progress.show($0) }) { try lines.next() }
    let commit = try store.read { try $0.commitNumber }
    progress.end()
    try WriteOutcome(count: count, commit: commit).print("loaded", output)
  }
}
