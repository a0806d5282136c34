/// Whether a store keeps a log of changes in its file.
///
/// The setting stands in the file, and every program that writes with this package keeps the log, whatever it was opened
/// with.
public enum ChangeLogging: Sendable, Equatable {
  /// As the file says; a new file has no log.
  case asInFile
  /// A log is kept from now on, or goes on with other bounds.
  case on(ChangeLogOptions = ChangeLogOptions())
  /// The log is deleted.
  case off
}

/// How a log of changes is kept.
///
/// What is beyond a bound goes, the oldest commits first, in the transaction that adds to the log.
public struct ChangeLogOptions: Sendable, Equatable {
  /// The names of the tables of which changes are logged; `nil` for all, also those of other programs and later ones.
  public var tables: Set<String>?
  /// How many changes are kept.
  public var maxChanges = 1_000_000
  /// How many bytes the log may take: for each change 48, and the table's name, key and records, each rounded up to 8.
  public var maxBytes = 1 << 30
  /// How old a change may become; `nil` for any age. Looked at when something is committed.
  public var maxAge: Duration?
  /// Whether the record that was replaced or deleted is logged, too.
  public var keepsOldRecords = false

  public init() {}
}

/// What trims a log.
struct ChangeLogBounds: Equatable, Sendable {
  var maxChanges: UInt64
  var maxBytes: UInt64
  /// In nanoseconds; `nil` for any age.
  var maxAge: UInt64?
}

extension CatalogChangeLog.Draft {
  init(_ options: ChangeLogOptions) {
    self.init(
      allTables: options.tables == nil, maxChanges: UInt64(clamping: options.maxChanges),
      maxBytes: UInt64(clamping: options.maxBytes), maxAge: options.maxAge?.wholeNanoseconds,
      keepsOldRecords: options.keepsOldRecords)
  }

  var bounds: ChangeLogBounds {
    ChangeLogBounds(maxChanges: maxChanges, maxBytes: maxBytes, maxAge: maxAge)
  }
}

extension Duration {
  /// From 0 to 584 years.
  var wholeNanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    let (product, isTooLong) = UInt64(max(seconds, 0)).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflows) = product.addingReportingOverflow(UInt64(max(attoseconds, 0) / 1_000_000_000))
    return isTooLong || overflows ? .max : sum
  }
}

extension CatalogRecord.Draft {
  /// Brings what the file says of its log to what a program asks for.
  ///
  /// - Throws: ``StoreError/Code/unknownTable`` for a name that no table has.
  mutating func keepLog(_ logging: ChangeLogging, _ place: String) throws(StoreError) {
    switch logging {
    case .asInFile: return
    case .off:
      changeLog = nil
      for place in (tables ?? []).indices { tables?[place].logsChanges = false }
    case .on(let options):
      if let name = options.tables?.sorted().first(where: { table(named: $0) == nil }) {
        throw StoreError(
          .unknownTable,
          "\(place): the changes of table \(name) were to be logged, and there is none of that name",
          table: name)
      }
      changeLog = CatalogChangeLog.Draft(options)
      for (place, table) in (tables ?? []).enumerated() {
        tables?[place].logsChanges = options.tables?.contains(table.name) ?? false
      }
    }
  }

  /// The names of the tables that are logged.
  var loggedTables: Set<String> {
    guard let changeLog else { return [] }
    return Set((tables ?? []).filter { changeLog.allTables || $0.logsChanges }.map(\.name))
  }
}
