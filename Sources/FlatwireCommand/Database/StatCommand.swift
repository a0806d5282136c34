import ArgumentParser
import RecordStore

struct StatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stat", abstract: "Prints the sizes of the file, its tables and its indexes.",
    discussion: "  flatwire db stat app.db --json")

  @OptionGroup var database: DatabaseArgument
  @OptionGroup var output: OutputOption

  private struct Sizes: Encodable {
    struct Tree: Encodable {
      let name: String
      let entries: Int
      let depth: Int
      let branchPages: Int
      let leafPages: Int
      let overflowPages: Int

      init(_ tree: StoreStatistics.Tree) {
        name = tree.name
        entries = tree.entries
        depth = tree.depth
        branchPages = tree.branchPages
        leafPages = tree.leafPages
        overflowPages = tree.overflowPages
      }
    }

    struct Table: Encodable {
      let records: Tree
      let indexes: [Tree]
    }

    let commit: UInt64
    let fileSize: Int
    let mapSize: Int
    let pageSize: Int
    let pages: Int
    let freePages: Int
    let readers: Int
    let maxReaders: Int
    let tables: [Table]

    init(_ statistics: StoreStatistics) {
      commit = statistics.commitNumber
      fileSize = statistics.fileSize
      mapSize = statistics.mapSize
      pageSize = statistics.pageSize
      pages = statistics.pages
      freePages = statistics.freePages
      readers = statistics.readers
      maxReaders = statistics.maxReaders
      tables = statistics.tables.map {
        Table(records: Tree($0.records), indexes: $0.indexes.map { Tree($0) })
      }
    }
  }

  func run() throws {
    let statistics = try database.inspect().statistics()
    guard !output.json else { return try JSONText.print(Sizes(statistics)) }
    print("commit:   \(statistics.commitNumber)")
    print("file:     \(statistics.fileSize) bytes, can grow to \(statistics.mapSize)")
    print(
      "pages:    \(statistics.pages) of \(statistics.pageSize) bytes, \(statistics.freePages) of them free")
    print("readers:  \(statistics.readers) of \(statistics.maxReaders) slots were in use at once")
    if statistics.tables.isEmpty { return }
    var table = TextTable(["table", "entries", "depth", "branches", "leaves", "overflow", "bytes"])
    for entry in statistics.tables {
      table.add(row(entry.name, entry.records, statistics))
      for index in entry.indexes { table.add(row("  \(index.name)", index, statistics)) }
    }
    print("\n" + table.text)
  }

  private func row(
    _ name: String, _ tree: StoreStatistics.Tree, _ statistics: StoreStatistics
  ) -> [String] {
    let numbers = [
      tree.entries, tree.depth, tree.branchPages, tree.leafPages, tree.overflowPages,
      tree.pages * statistics.pageSize,
    ]
    return [name] + numbers.map { "\($0)" }
  }
}
