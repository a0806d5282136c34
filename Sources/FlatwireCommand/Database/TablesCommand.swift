import ArgumentParser
import RecordStore

struct TablesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tables", abstract: "Lists the tables with their keys, indexes and numbers of records.")

  @OptionGroup var database: ReadDatabaseArgument
  @OptionGroup var output: OutputOption

  private struct Table: Encodable {
    struct Index: Encodable {
      let name: String
      let unique: Bool
      let key: String
      let count: Int
    }

    let name: String
    let record: String
    let count: Int
    let key: String
    let versions: [String]
    let indexes: [Index]

    init(_ table: StoreInspection.Table) {
      name = table.name
      record = table.record
      count = table.count
      key = table.key
      versions = table.versions.map { String($0, radix: 16) }
      indexes = table.indexes.map { Index(name: $0.name, unique: $0.isUnique, key: $0.key, count: $0.count) }
    }
  }

  func run() throws {
    let tables = try database.inspect().tables
    guard !output.json else { return try JSONText.print(tables.map { Table($0) }) }
    for table in tables {
      print("\(table.name): \(table.count) of \(table.record), by \(table.key)")
      for index in table.indexes {
        print("  \(index.isUnique ? "unique " : "")index \(index.name): \(index.count) by \(index.key)")
      }
    }
  }
}
