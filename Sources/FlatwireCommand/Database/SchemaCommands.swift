import ArgumentParser
import FlatBuffersReflection
import Foundation
import RecordStore
import SharedBytes

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the schemas that the file keeps of its records, or writes one.")

  @OptionGroup var database: ReadDatabaseArgument

  @Argument(help: "The table's name; all tables if not given.")
  var table: String?

  @Option(help: "Write the table's schema to this file, as .bfbs, instead.")
  var bfbs: String?

  func validate() throws {
    if bfbs != nil, table == nil { throw ValidationError("--bfbs needs the name of a table") }
  }

  func run() throws {
    let inspection = try database.inspect()
    let tables = inspection.tables.filter { table == nil || $0.name == table }
    if let table, tables.isEmpty {
      throw ValidationError(
        "\(database.db): there is no table \(table); there are \(inspection.tables.map(\.name).joined(separator: ", "))"
      )
    }
    for table in tables {
      guard let schema = table.schema else {
        printError("\(database.db): the file has no schema of table \(table.name)")
        continue
      }
      if let bfbs {
        let bytes = try schema.binary(BinarySchemaOptions(builtInAttributes: true))
        try Data(Array(bytes)).write(to: URL(filePath: bfbs))
      } else {
        print("// \(table.name)\n" + SchemaText(schema).text)
      }
    }
  }
}

struct CheckSchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-schema",
    abstract: "Says how a program with another schema would fare with the file.",
    discussion: """
      The exit code is 1 if opening the file with the schema would be refused.

        flatwire db check-schema app.db new.fbs
      """)

  @OptionGroup var database: ReadDatabaseArgument
  @OptionGroup var output: OutputOption

  @Argument(help: "The schema, .fbs or .bfbs.")
  var schema: String

  func run() throws {
    let given = try SchemaArgument.load(schema)
    let inspection = try database.inspect()
    let findings = try inspection.findings(for: given)
    let isRefused = findings.contains(where: \.concernsRecords)
    if output.json {
      try JSONText.print(Report(refused: isRefused, findings: findings.map { Report.Finding($0) }))
    } else {
      printText(findings, given, inspection)
      if !isRefused { print("the schema goes with the file") }
    }
    if isRefused { throw ExitCode(1) }
  }

  private struct Report: Encodable {
    struct Finding: Encodable {
      let change: String
      let subject: String
      let message: String

      init(_ finding: EvolutionFinding) {
        change = finding.change.name
        subject = finding.subject
        message = finding.message
      }
    }

    let refused: Bool
    let findings: [Finding]
  }

  private func printText(_ findings: [EvolutionFinding], _ given: Schema, _ inspection: StoreInspection) {
    for finding in findings { print("\(finding)") }
    let names = Set(StorageModel(given).tables.map(\.name))
    for table in inspection.tables where !names.contains(table.name) {
      print("note: the table \(table.name) is not in the schema; its \(table.count) records stay")
    }
    for name in names.sorted() where inspection.table(named: name) == nil {
      print("note: the table \(name) is new")
    }
  }
}
