import ArgumentParser
import RecordStore

/// The table that a command works on.
struct TableArgument: ParsableArguments {
  @Argument(help: "The table's name.")
  var table: String
}

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Prints the records of a table, one line of JSON each, in the order of their keys.",
    discussion: "  flatwire db list app.db users --limit 10")

  @OptionGroup var database: ReadDatabaseArgument
  @OptionGroup var table: TableArgument

  @Option(help: "How many records at most.")
  var limit: Int?

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit \(limit) is less than nothing") }
  }

  func run() throws {
    var left = limit ?? Int.max
    if left == 0 { return }
    var output = LineOutput()
    try database.inspect().walkRows(of: table.table) { _, record in
      try output.write(try JSONText.text(record, isOneLine: true))
      left -= 1
      return left > 0
    }
    try output.flush()
  }
}

struct GetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Prints the record of a key as JSON; the exit code is 1 if there is none.",
    discussion: "  flatwire db get app.db users 7")

  @OptionGroup var database: ReadDatabaseArgument
  @OptionGroup var table: TableArgument

  @Argument(help: "The primary key as list prints it: 7, \"x\"; a single text also without quotes.")
  var key: String

  func run() throws {
    guard let record = try database.inspect().get(key, from: table.table) else {
      printError("\(database.db): table \(table.table) has no record \(key)")
      throw ExitCode(1)
    }
    print(try JSONText.text(record), terminator: "")
  }
}

struct PutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "put",
    abstract: "Stores records given as JSON, in place of any with the same keys: all of them, or none.",
    discussion: """
      All indexes are kept right. Without records as arguments, each line of the standard input is one.

        flatwire db put app.db users '{ "id": 7, "name": "Ann" }'
        flatwire db list app.db users | flatwire db put other.db users
      """)

  @OptionGroup var database: DatabaseArgument
  @OptionGroup var table: TableArgument
  @OptionGroup var output: OutputOption

  @Argument(help: "The records.")
  var records: [String] = []

  func run() throws {
    let store = try database.open()
    let target = try store.table(named: table.table)
    let lines = LineReader()
    let given = records
    let outcome = try store.write(alone: true) { transaction in
      var count = 0
      for record in given {
        try transaction.put(json: record, in: target)
        count += 1
      }
      while given.isEmpty, let line = try lines.next() {
        if line.allSatisfy(\.isWhitespace) { continue }
        do {
          try transaction.put(json: line, in: target)
        } catch {
          throw InputError("standard input, line \(lines.number): \(error)")
        }
        count += 1
      }
      return WriteOutcome(count: count, commit: transaction.commitNumber)
    }
    try outcome.print("stored", output)
  }
}

struct DeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract:
      "Deletes the records of keys, with their entries in all indexes; the exit code is 1 if one was not there.",
    discussion: "  flatwire db delete app.db users 7 8")

  @OptionGroup var database: DatabaseArgument
  @OptionGroup var table: TableArgument
  @OptionGroup var output: OutputOption

  @Argument(help: "The primary keys.")
  var keys: [String]

  func run() throws {
    let store = try database.open()
    let target = try store.table(named: table.table)
    let given = keys
    let (outcome, missing) = try store.write(alone: true) { transaction in
      let missing = try given.filter { try !transaction.delete(target, $0) }
      return (
        WriteOutcome(count: given.count - missing.count, commit: transaction.commitNumber), missing
      )
    }
    try outcome.print("deleted", output)
    for key in missing { printError("\(database.db): table \(table.table) has no record \(key)") }
    if !missing.isEmpty { throw ExitCode(1) }
  }
}

/// What a command changed.
struct WriteOutcome: Encodable {
  let count: Int
  let commit: UInt64

  func print(_ done: String, _ output: OutputOption) throws {
    if output.json { return try JSONText.print(self) }
    Swift.print(
      count == 0
        ? "\(done) nothing" : "\(done) \(count) \(count == 1 ? "record" : "records") in commit \(commit)")
  }
}
