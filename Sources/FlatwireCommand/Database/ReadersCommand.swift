import ArgumentParser
import Foundation
import RecordStore

struct ReadersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "readers",
    abstract:
      "Lists who holds a snapshot of the file, those that keep the most pages from being used again first.",
    discussion: """
      The age is how long ago the state that is held was overtaken by a commit, as far as can be told from here; \
      "held" is how many pages can't be used again because of it.

        flatwire db readers app.db --json
      """)

  @OptionGroup var database: DatabaseArgument
  @OptionGroup var output: OutputOption

  private struct Reader: Encodable {
    let process: Int
    let transaction: UInt64
    let commitsBehind: UInt64
    let ageSeconds: Double?
    let pagesHeld: UInt64

    init(_ reader: StoreReader) {
      process = reader.processID
      transaction = reader.transaction
      commitsBehind = reader.commitsBehind
      ageSeconds = reader.age.map { $0 / .seconds(1) }
      pagesHeld = reader.pagesHeld
    }
  }

  func run() throws {
    let store = try Store(path: database.db, options: .readOnly)
    let readers = try store.readers
    guard !output.json else { return try JSONText.print(readers.map { Reader($0) }) }
    guard !readers.isEmpty else { return print("nobody reads") }
    var table = TextTable(["process", "behind", "age", "held"])
    for reader in readers {
      table.add([
        "\(reader.processID)", "\(reader.commitsBehind)",
        reader.age.map { $0.formatted(.units(allowed: [.hours, .minutes, .seconds], width: .narrow)) } ?? "",
        "\(reader.pagesHeld)",
      ])
    }
    print(table.text)
  }
}
