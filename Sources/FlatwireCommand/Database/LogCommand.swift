import ArgumentParser
import RecordStore

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract:
      "Has a log of changes kept in the file from now on, by every program that writes, or deletes it.",
    discussion: """
      With it `flatwire db watch`, and every stream of changes, tells which rows other programs changed.

        flatwire db log app.db on --max-changes 100000
        flatwire db log app.db off
      """)

  enum Setting: String, ExpressibleByArgument, CaseIterable {
    case on, off
  }

  @OptionGroup var database: DatabaseArgument

  @Argument(help: "on or off.")
  var setting: Setting

  @Option(help: "How many changes are kept.")
  var maxChanges = ChangeLogOptions().maxChanges

  @Option(help: "How many bytes the log may take.")
  var maxBytes = ChangeLogOptions().maxBytes

  func run() throws {
    var log = ChangeLogOptions()
    log.maxChanges = maxChanges
    log.maxBytes = maxBytes
    let store = try database.open { $0.changeLog = setting == .on ? .on(log) : .off }
    store.close()
    print(setting == .on ? "a log of changes is kept" : "no log of changes is kept")
  }
}
