import ArgumentParser
import RecordStore

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Begins a log of changes in a database, gives it other bounds, or deletes it.",
    discussion: """
      All programs that write to the file keep the log. What is beyond a bound goes, the oldest commits first.

        flatwire db log app.db on
        flatwire db log app.db on --max-changes 100000 --max-age 86400 --keep-old
        flatwire db log app.db on users orders
        flatwire db log app.db off
      """)

  enum Switch: String, ExpressibleByArgument { case on, off }

  @OptionGroup var database: DatabaseArgument

  @Argument(help: "on or off.")
  var state: Switch

  @Argument(help: "The tables whose changes are logged; all, later ones included, if none is given.")
  var tables: [String] = []

  @Option(help: "How many changes are kept.")
  var maxChanges: Int?

  @Option(help: "How many bytes the log may take.")
  var maxBytes: Int?

  @Option(help: "How many seconds old a change may become.")
  var maxAge: Int?

  @Flag(help: "Keep what was replaced or deleted, too.")
  var keepOld = false

  func validate() throws {
    for (name, value) in [("changes", maxChanges), ("bytes", maxBytes), ("age", maxAge)] {
      if let value, value < 1 { throw ValidationError("--max-\(name) \(value) is less than 1") }
    }
  }

  func run() throws {
    let store = try database.open {
      $0.access = .existing
      $0.changeLog = setting
    }
    let number = try store.read { try $0.commitNumber }
    print(state == .on ? "changes are logged from commit \(number) on" : "the log of changes is deleted")
  }

  private var setting: ChangeLogging {
    guard state == .on else { return .off }
    var log = ChangeLogOptions()
    if !tables.isEmpty { log.tables = Set(tables) }
    if let maxChanges { log.maxChanges = maxChanges }
    if let maxBytes { log.maxBytes = maxBytes }
    log.maxAge = maxAge.map { .seconds($0) }
    log.keepsOldRecords = keepOld
    return .on(log)
  }
}
