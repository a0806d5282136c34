import ArgumentParser
import FlatBuffersReflection
import RecordStore

struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Prints what other programs commit, as it happens, until interrupted.",
    discussion: """
      Rows are told if the file keeps a log of changes; else only that something was committed. With --json each line is \
      an object: a row with "commit", "table", "operation", "key" and, if they are known, "new" and "old"; or "unknown" with \
      "since", "through" and "reason".

        flatwire db watch app.db
        flatwire db watch app.db users --json
        flatwire db watch app.db --since 1200
      """)

  @OptionGroup var database: DatabaseArgument
  @OptionGroup var output: OutputOption

  @Argument(help: "The table; all if none is given.")
  var table: String?

  @Option(help: "Begin after this commit, which the log must reach back to.")
  var since: UInt64?

  @Option(help: "End after so many commits.")
  var count: Int?

  func validate() throws {
    if let count, count < 1 { throw ValidationError("--count \(count) is less than 1") }
  }

  func run() async throws {
    _ = try await Interruption.cancelling {
      let inspection = try Store.inspect(path: database.db)
      let changes = try inspection.changes(of: table, since: since)
      printError("watching \(database.db) from commit \(since ?? inspection.commitNumber) on")
      var left = count ?? Int.max
      var lines = LineOutput()
      for try await event in changes {
        switch event {
        case .commit(let commit):
          for row in commit.rows { try lines.write(text(row, in: commit.number)) }
          if commit.isComplete { left -= 1 }
        case .unknown(let unknown):
          try lines.write(text(unknown))
          left -= 1
        }
        // Whoever reads a pipe is to hear of it now.
        try lines.flush()
        if left == 0 { break }
      }
    }
  }

  private func text(_ row: InspectedRowChange, in commit: UInt64) throws -> String {
    let new = try row.new.map { try JSONText.text($0, isOneLine: true) }
    guard output.json else { return "commit \(commit): \(row.table) \(row.key) \(new ?? "deleted")" }
    let operation = row.operation == .put ? "put" : "delete"
    var fields = [
      "\"commit\":\(commit)", "\"table\":\(JSONString.quoted(row.table))", "\"operation\":\"\(operation)\"",
      "\"key\":\(JSONString.quoted(row.key))",
    ]
    if let new { fields.append("\"new\":\(new)") }
    if let old = row.old { fields.append("\"old\":\(try JSONText.text(old, isOneLine: true))") }
    return "{\(fields.joined(separator: ","))}"
  }

  private func text(_ unknown: UnknownChanges) -> String {
    guard output.json else {
      // Programs that are no stores don't number their commits.
      let commits =
        unknown.since == unknown.through
        ? "after commit \(unknown.since)"
        : unknown.since + 1 == unknown.through
          ? "commit \(unknown.through)" : "commits \(unknown.since + 1) to \(unknown.through)"
      return "\(commits): unknown changes: \(unknown.reason)"
    }
    return "{\"unknown\":{\"since\":\(unknown.since),\"through\":\(unknown.through),"
      + "\"reason\":\(JSONString.quoted(unknown.reason.description))}}"
  }
}
