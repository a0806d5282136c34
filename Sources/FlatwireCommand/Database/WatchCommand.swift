import ArgumentParser
import FlatBuffersReflection
import Foundation
import RecordStore

struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Prints what programs commit to the file, as it happens, until interrupted.",
    discussion: """
      Rows are known if the store keeps a log of changes (`flatwire db log`); else only that something changed. \
      With --since the log is read first, from after that commit on.

        flatwire db watch app.db --table users
        flatwire db watch app.db --since 120 --json
      """)

  @OptionGroup var database: DatabaseArgument

  @Option(help: "The only table to watch.")
  var table: String?

  @Option(help: "The commit after which to begin; from now on if not given.")
  var since: UInt64?

  @Option(help: "End after so many changes.")
  var count: Int?

  @OptionGroup var output: OutputOption

  func validate() throws {
    if let count, count < 1 { throw ValidationError("--count \(count) is less than one") }
  }

  func run() async throws {
    let inspection = try Store.inspect(path: database.db)
    let changes = try inspection.changes(of: table, since: since)
    let (limit, isJSON) = (count ?? Int.max, output.json)
    printError("watching \(database.db), whose last commit is \(inspection.commitNumber)")
    _ = try await Interruption.cancelling {
      var left = limit
      for try await event in changes {
        for line in try WatchedChange.lines(event, json: isJSON).prefix(left) {
          print(line)
          left -= 1
        }
        // What is watched is to be seen at once, also through a pipe.
        fflush(nil)
        if left == 0 { return }
      }
    }
  }
}

/// The lines that tell a change.
enum WatchedChange {
  static func lines(_ event: ChangeEvent<InspectedRowChange>, json: Bool) throws -> [String] {
    switch event {
    case .unknown(let unknown): return [json ? jsonLine(unknown) : textLine(unknown)]
    case .commit(let commit):
      return try commit.rows.map { row in
        try json ? jsonLine(row, commit.number) : textLine(row, commit.number)
      }
    }
  }

  private static func textLine(_ row: InspectedRowChange, _ commit: UInt64) throws -> String {
    let record = try row.new.map { " " + (try JSONText.text($0, isOneLine: true)) } ?? ""
    return "commit \(commit): \(row.operation) \(row.table) \(row.key)\(record)"
  }

  private static func textLine(_ unknown: UnknownChanges) -> String {
    // Programs that are no stores don't number their commits.
    let commits =
      unknown.since == unknown.through
      ? "after commit \(unknown.since)"
      : unknown.since + 1 == unknown.through
        ? "commit \(unknown.through)" : "commits \(unknown.since + 1) to \(unknown.through)"
    return "\(commits): what changed is not known: \(unknown.reason)"
  }

  private static func jsonLine(_ unknown: UnknownChanges) -> String {
    "{\"since\": \(unknown.since), \"through\": \(unknown.through), \"unknown\": "
      + "\(JSONString.quoted("\(unknown.reason)"))}"
  }

  private static func jsonLine(_ row: InspectedRowChange, _ commit: UInt64) throws -> String {
    var text =
      "{\"commit\": \(commit), \"table\": \(JSONString.quoted(row.table)), \"key\": "
      + "\(JSONString.quoted(row.key)), \"operation\": \"\(row.operation)\""
    if let old = row.old { text += ", \"old\": \(try JSONText.text(old, isOneLine: true))" }
    if let new = row.new { text += ", \"record\": \(try JSONText.text(new, isOneLine: true))" }
    return text + "}"
  }
}
