import FlatBuffersReflection
import LMDB

/// Looks through a file for all that is wrong with it.
struct StoreVerification {
  private let environment: Environment
  /// The tables that the program has code of.
  private let given: [GivenTable]
  private let onProgress: (OpeningProgress) -> Void
  private var report = VerificationReport()

  init(_ environment: Environment, _ given: [GivenTable], _ onProgress: @escaping (OpeningProgress) -> Void) {
    self.environment = environment
    self.given = given
    self.onProgress = onProgress
  }

  mutating func run() throws -> VerificationReport {
    try verifyPages()
    let catalog: StoredCatalog?
    do {
      catalog = try environment.read { [environment] snapshot throws in
        try snapshot.storedCatalog(environment.path)
      }
    } catch {
      report.add(.init(.catalog, "\(error)"))
      return report
    }
    guard let catalog else {
      if try environment.read({ snapshot throws in try snapshot.commitMark() }) == nil {
        report.notes.append("the file has no catalog: it is not one of a store")
      } else {
        report.add(.init(.catalog, "a store committed to the file, and its catalog is gone"))
      }
      return report
    }
    let handles = try open(catalog.databaseNames)
    // One snapshot, so that rows and entries are of one commit.
    let transaction = try Result { () throws(LMDBError) in try environment.beginRead() }.get()
    let snapshot = transaction.snapshot
    verifyMark(snapshot, catalog)
    verifyNames(catalog, snapshot)
    for entry in catalog.tables ?? [] { verify(entry, handles, snapshot) }
    return report
  }

  /// Opens databases; those that damage keeps from being opened are faults.
  private mutating func open(_ names: [String]) throws -> [String: Database] {
    do {
      let all = try environment.openExisting(names)
      return Dictionary(zip(names, all).compactMap { name, database in database.map { (name, $0) } }) {
        first, _ in first
      }
    } catch let error as LMDBError {
      guard error.isDamage else { throw error }
    }
    var handles: [String: Database] = [:]
    for name in names {
      do {
        handles[name] = try environment.openExisting([name])[0]
      } catch let error as LMDBError {
        guard error.isDamage else { throw error }
        report.add(.init(.page, table: name, "the database can't be opened: \(error)"))
      }
    }
    return handles
  }

  // MARK: - Pages

  private mutating func verifyPages() throws {
    let found: PageReport
    do throws(LMDBError) {
      found = try environment.verifyPages { [onProgress] done, total in
        onProgress(.working(action: "verifying pages", done: done, total: total))
      }
    } catch {
      guard error.code == .unsupported else { throw error }
      report.notes.append("pages were not looked at: \(error.message)")
      return
    }
    for fault in found.faults { report.add(.init(.page, "\(fault)")) }
    let left = found.faultCount - found.faults.count
    if left > 0 { report.add(.init(.page, "and \(left) faults of pages more")) }
    report.pages = VerificationReport.Pages(
      used: found.branchPages + found.leafPages + found.overflowPages, free: found.freePages,
      lost: found.unreachablePages)
  }

  // MARK: - Catalog

  private mutating func verifyMark(_ snapshot: LMDB.Snapshot, _ catalog: StoredCatalog) {
    let mark: CommitMark?
    do throws(LMDBError) {
      mark = try snapshot.commitMark()
    } catch {
      return report.add(.init(.commitMark, "\(error)"))
    }
    guard let mark else {
      return report.add(.init(.commitMark, "the file has a catalog, but no note of its last commit"))
    }
    report.commitNumber = mark.number
    if mark.catalog > mark.number {
      report.add(
        .init(
          .commitMark,
          "the last commit is \(mark.number), and the catalog is said to be of commit \(mark.catalog)"))
    }
    for migration in catalog.migrations ?? [] where migration.commit > mark.number {
      report.add(
        .init(
          .commitMark,
          "the last commit is \(mark.number), and migration \(migration.number) is said to be of commit "
            + "\(migration.commit)"))
    }
    if !mark.isTrusted(at: snapshot.transactionID, in: .current) {
      report.notes.append(
        "\(StoreInspection.uncertainty): stores verify each read, and read no index before they are rebuilt")
    }
  }

  private mutating func verifyNames(_ catalog: StoredCatalog, _ snapshot: LMDB.Snapshot) {
    var seen: Set<String> = []
    for name in catalog.databaseNames where !seen.insert(name).inserted {
      report.add(.init(.catalog, table: name, "the catalog names it twice"))
    }
    do throws(LMDBError) {
      let others = try snapshot.databaseNames().filter {
        !seen.contains($0) && $0 != OpenChangeLog.databaseName
      }
      if !others.isEmpty { report.notes.append("not tables of the store: \(others.joined(separator: ", "))") }
    } catch {
      report.add(.init(.page, "\(error)"))
    }
  }

  // MARK: - Tables

  private mutating func verify(
    _ entry: CatalogTable.Draft, _ handles: [String: Database], _ snapshot: LMDB.Snapshot
  ) {
    for version in entry.versions where version.schema != nil {
      do throws(StoreError) {
        _ = try version.loaded(entry.name, environment.path)
      } catch {
        report.add(.init(.catalog, table: entry.name, error.message))
      }
    }
    guard let database = handles[entry.name] else {
      return report.add(
        .init(.catalog, table: entry.name, "the catalog names it, and the file has no such table"))
    }
    let own = given.first { $0.name == entry.name }
    let names = Set((entry.indexes ?? []).map(\.name))
    let indexes = entry.builders(names, handles) { name in
      guard let index = entry.indexes?.first(where: { $0.name == name }),
        own?.entry.indexes?.contains(where: { $0.name == name && $0.isSame(as: index) }) == true
      else { return nil }
      return own?.definition.indexes.first { $0.name == name }?.source
    }
    for name in names.subtracting(indexes.map(\.name)).sorted() {
      if handles[OpenTables.databaseName(name, of: entry.name)] == nil {
        report.add(
          .init(
            .catalog, table: entry.name, index: name, "the catalog names it, and the file has no such index"))
      } else {
        report.notes.append("index \(entry.name)/\(name) is made by code and was not looked at")
      }
    }
    let code = own.flatMap { $0.entry.key.isSameKey(as: entry.key) ? $0.definition.encodeKey : nil }
    let key = entry.fitting(entry.key)
    if entry.key.description != nil, key == nil {
      report.add(.init(.catalog, table: entry.name, "no version of its records has the fields of its key"))
    }
    guard let rows = try? DynamicRows(entry, environment.path) else {
      report.notes.append("table \(entry.name) was not looked at: the file has no schema of its records")
      return
    }
    if entry.replicaIsIncomplete {
      report.notes.append("table \(entry.name) is a replica that is not whole: it has no indexes yet")
    }
    var verification = TableVerification(
      entry, database, rows, entry.replicaIsIncomplete ? [] : indexes, encodeKey: code ?? key?.extraction,
      onProgress)
    verification.run(snapshot, &report)
  }
}

extension LMDBError {
  /// Whether the file is to blame, and nothing that may be otherwise the next time.
  fileprivate var isDamage: Bool {
    switch code {
    case .pageDamaged, .pageMissing, .corrupted, .damaged, .incompatible: true
    default: false
    }
  }
}
