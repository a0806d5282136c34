import ArgumentParser
import FlatBuffersReflection
import RecordStore

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Prints the records of a table, one line of JSON each, in the order of their keys.")

  @OptionGroup var database: DatabaseArgument

  @Argument(help: "The table's name.")
  var table: String

  @Option(help: "How many records at most.")
  var limit: Int?

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit \(limit) is less than nothing") }
  }

  func run() throws {
    var left = limit ?? Int.max
    if left == 0 { return }
    try database.inspect().walkRows(of: table) { _, record in
      print(try JSONText.line(record))
      left -= 1
      return left > 0
    }
  }
}

struct GetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Prints the record of a key as JSON; the exit code is 1 if there is none.")

  @OptionGroup var database: DatabaseArgument

  @Argument(help: "The table's name.")
  var table: String

  @Argument(help: "The primary key as list prints it: 7, \"x\"; a single text also without quotes.")
  var key: String

  func run() throws {
    guard let record = try database.inspect().get(key, from: table) else {
      printError("\(database.db): table \(table) has no record \(key)")
      throw ExitCode(1)
    }
    print(try JSONPrinter.print(record), terminator: "")
  }
}

struct DumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract:
      "Prints all records of all tables, one line of JSON each: {\"table\": …, \"key\": …, \"record\": …}.")

  @OptionGroup var database: DatabaseArgument

  func run() throws {
    let inspection = try database.inspect()
    for table in inspection.tables where table.schema != nil {
      let name = try JSONText.string(table.name)
      try inspection.forEachRow(of: table.name) { key, record in
        print(
          "{\"table\": \(name), \"key\": \(try JSONText.string(key)), \"record\": \(try JSONText.line(record))}"
        )
      }
    }
    for table in inspection.tables where table.schema == nil {
      printError("\(database.db): table \(table.name) was left out: the file has no schema of it")
    }
  }
}
