import ArgumentParser
import Foundation
import RecordStore

struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Says what the file is, who wrote it last and what was migrated.")

  @OptionGroup var database: ReadDatabaseArgument
  @OptionGroup var output: OutputOption

  private struct Info: Encodable {
    struct Migration: Encodable {
      let number: Int
      let name: String
      let commit: UInt64
    }

    let path: String
    let format: Int?
    let commit: UInt64
    let trusted: Bool
    let tables: [String]
    let migrations: [Migration]
    let others: [String]
  }

  func run() throws {
    let inspection = try database.inspect()
    guard !output.json else {
      let migrations = inspection.migrations.map {
        Info.Migration(number: $0.number, name: $0.name, commit: $0.commit)
      }
      return try JSONText.print(
        Info(
          path: inspection.path, format: inspection.format, commit: inspection.commitNumber,
          trusted: inspection.isTrusted, tables: inspection.tables.map(\.name), migrations: migrations,
          others: inspection.otherDatabases))
    }
    print("file:       \(inspection.path)")
    guard let format = inspection.format else {
      print("catalog:    none; this file is not one of a store")
      return printOthers(inspection)
    }
    print("catalog:    format \(format)")
    print("commits:    \(inspection.commitNumber)")
    if !inspection.isTrusted {
      print(
        "warning:    \(StoreInspection.uncertainty); its indexes may be wrong until they are rebuilt")
    }
    print("tables:     \(inspection.tables.map { "\($0.name) (\($0.count))" }.joined(separator: ", "))")
    for migration in inspection.migrations {
      print("migration:  \(migration.number) \(migration.name), commit \(migration.commit)")
    }
    printOthers(inspection)
  }

  private func printOthers(_ inspection: StoreInspection) {
    let others = inspection.otherDatabases
    if !others.isEmpty { print("not tables: \(others.joined(separator: ", "))") }
  }
}
