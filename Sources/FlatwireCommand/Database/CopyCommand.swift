import ArgumentParser
import RecordStore

struct CopyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "copy",
    abstract: "Copies the newest state to a new file, while programs go on reading and writing.",
    discussion: """
      The copy has its name only when it is complete and on the disk.

        flatwire db copy app.db backup.db --compact
      """)

  @OptionGroup var database: DatabaseArgument

  @Argument(help: "The copy; nothing may be there.")
  var target: String

  @Flag(help: "Leave out pages that are not in use, which takes longer.")
  var compact = false

  func run() throws {
    let progress = ProgressLine()
    defer { progress.end() }
    try database.inspect().copy(to: target, compacting: compact) { progress.show($0) }
  }
}
