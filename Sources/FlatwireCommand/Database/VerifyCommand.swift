import ArgumentParser
import RecordStore

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Looks through the whole file for what is wrong; the exit code is 1 if anything is.",
    discussion: """
      All pages are looked at. Each record is verified by its schema, each row is to lie under the key of its \
      record, rows and the entries of all indexes are to go together, no unique index is to have a value twice, \
      and catalog and commits are to agree. Faults are printed, up to 1000, with table, key and index. Nothing is changed; \
      what is wrong with indexes `flatwire db rebuild` mends.

        flatwire db verify app.db
      """)

  @OptionGroup var database: ReadDatabaseArgument
  @OptionGroup var output: OutputOption

  private struct Report: Encodable {
    struct Fault: Encodable {
      let kind: String
      let table: String?
      let index: String?
      let key: String?
      let message: String
    }

    struct Table: Encodable {
      let name: String
      let records: Int
      let indexes: [String]
    }

    struct Pages: Encodable {
      let used: Int
      let free: Int
      let lost: Int
    }

    let commit: UInt64
    let sound: Bool
    let faultCount: Int
    let faults: [Fault]
    let pages: Pages?
    let tables: [Table]
    let notes: [String]

    init(_ report: VerificationReport) {
      commit = report.commitNumber
      sound = report.isSound
      faultCount = report.faultCount
      faults = report.faults.map {
        Fault(kind: "\($0.kind)", table: $0.table, index: $0.index, key: $0.key, message: $0.message)
      }
      pages = report.pages.map { Pages(used: $0.used, free: $0.free, lost: $0.lost) }
      tables = report.tables.map { Table(name: $0.name, records: $0.records, indexes: $0.indexes) }
      notes = report.notes
    }
  }

  func run() throws {
    let progress = ProgressLine()
    defer { progress.end() }
    let report = try Store.verify(path: database.db, immutable: database.immutable) { progress.show($0) }
    progress.end()
    if output.json {
      try JSONText.print(Report(report))
    } else {
      printText(report)
    }
    if !report.isSound { throw ExitCode(1) }
  }

  private func printText(_ report: VerificationReport) {
    for fault in report.faults { print("fault: \(fault)") }
    let left = report.faultCount - report.faults.count
    if left > 0 { print("and \(left) faults more") }
    for note in report.notes { print("note: \(note)") }
    if let pages = report.pages {
      print("looked at all pages: \(pages.used) in use, \(pages.free) free, \(pages.lost) lost")
    }
    for table in report.tables {
      let indexes = table.indexes.isEmpty ? "" : ", with the indexes \(table.indexes.joined(separator: ", "))"
      print("looked through \(table.name): \(table.records) records\(indexes)")
    }
    print(report.isSound ? "nothing is wrong" : "\(report.faultCount) faults")
  }
}
