import ArgumentParser
import FlatBuffersReflection
import RecordStore

struct MigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Brings a file to another version of its schema, as far as that takes no code.",
    discussion: """
      New tables are made, new indexes built and the version noted, in one transaction. Changes that may be \
      misread have to be named with --accept, as CHANGE:SUBJECT. What takes a migration in code is listed as \
      pending: the file stays as it is then, and the exit code is 1.

        flatwire db migrate app.db new.fbs
        flatwire db migrate app.db new.fbs --accept renamed:example.User.nick --backup before.db
      """)

  @OptionGroup var database: DatabaseArgument

  @Argument(help: "The new schema, .fbs or .bfbs.")
  var schema: String

  @Option(help: "A change to accept, as CHANGE:SUBJECT.")
  var accept: [String] = []

  @Option(help: "Where to copy the file first; nothing may be there.")
  var backup: String?

  func run() throws {
    let given = try SchemaArgument.load(schema)
    let findings = try Store.inspect(path: database.db).findings(for: given).filter(\.concernsRecords)
    let accepted = try acceptedChanges(findings)
    let refused = findings.filter { !accepted.contains(AcceptedChange($0.change, of: $0.subject)) }
    guard refused.isEmpty else { return try refuse(refused) }
    if let backup { try Store.inspect(path: database.db).copy(to: backup) }
    let progress = ProgressLine()
    defer { progress.end() }
    var options = Store.Options()
    options.access = .existing
    options.accepting = accepted
    options.onProgress = { progress.show($0) }
    let report = try Store(path: database.db, schema: StoreSchema(given), options: options).opening
    progress.end()
    for table in report.createdTables { print("made table \(table)") }
    for index in report.builtIndexes { print("built index \(index)") }
    for table in report.unclaimedTables {
      print("note: the table \(table) is not in the schema; its records stay")
    }
    print("the file goes with the schema")
  }

  private func acceptedChanges(_ findings: [EvolutionFinding]) throws -> Set<AcceptedChange> {
    let changes = try accept.map { text in
      guard let finding = findings.first(where: { "\($0.change.name):\($0.subject)" == text }) else {
        throw ValidationError("--accept \(text): there is no such change")
      }
      guard finding.isAcceptable else {
        throw ValidationError("--accept \(text): this takes a migration in code: \(finding.message)")
      }
      return AcceptedChange(finding.change, of: finding.subject)
    }
    return Set(changes)
  }

  private func refuse(_ findings: [EvolutionFinding]) throws {
    for finding in findings {
      if finding.isAcceptable {
        print(
          "to accept: \(finding.subject): \(finding.message) (--accept \(finding.change.name):\(finding.subject))"
        )
      } else {
        print("pending, takes a migration in code: \(finding.subject): \(finding.message)")
      }
    }
    throw ExitCode(1)
  }
}
