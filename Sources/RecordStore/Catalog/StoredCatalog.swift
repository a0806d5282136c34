import FlatBuffersRuntime
import LMDB
import SharedBytes

/// What a file says of its tables, as plain values: `Schemas/Internal/catalog.fbs`.
typealias StoredCatalog = CatalogRecord.Draft

extension CatalogRecord.Draft {
  /// The format that this package writes.
  static var currentFormat: UInt32 { 1 }
  static let key: [UInt8] = Array("flatwire\0catalog".utf8)

  static var empty: StoredCatalog { StoredCatalog(format: currentFormat, tables: [], migrations: []) }

  func table(named name: String) -> CatalogTable.Draft? { tables?.first { $0.name == name } }

  /// Puts the table in the place of the one of its name.
  mutating func set(_ table: CatalogTable.Draft) {
    var all = tables ?? []
    if let place = all.firstIndex(where: { $0.name == table.name }) {
      all[place] = table
    } else {
      all.append(table)
    }
    tables = all
  }

  mutating func removeTable(named name: String) { tables?.removeAll { $0.name == name } }

  /// The number of the last migration that ran.
  var lastMigration: UInt32 { migrations?.map(\.number).max() ?? 0 }
}

extension LMDB.Snapshot {
  /// A copy of a value; `nil` if there is none.
  func copy(_ database: Database, _ key: RawSpan) throws(LMDBError) -> [UInt8]? {
    guard let value = try get(database, key) else { return nil }
    return [UInt8](value)
  }

  /// The catalog; `nil` in a file without one.
  ///
  /// - Throws: ``StoreError/Code/catalog`` if it is damaged, or of a newer format than this package knows.
  func storedCatalog(_ path: String) throws(StoreError) -> StoredCatalog? {
    var bytes: [UInt8]?
    do throws(LMDBError) {
      bytes = unsafe try copy(.main, StoredCatalog.key.span.bytes)
    } catch {
      throw StoreError(error)
    }
    guard let bytes else { return nil }
    let catalog: StoredCatalog
    do throws(VerificationError) {
      let buffer = try RecordBuffer<CatalogRecord>(verifying: SharedBytes(bytes), requireIdentifier: true)
      catalog = buffer.record.draft
    } catch {
      throw StoreError(.catalog, "\(path): the catalog of its tables is damaged: \(error)", cause: error)
    }
    guard catalog.format <= StoredCatalog.currentFormat else {
      throw StoreError(
        .catalog,
        "\(path): its catalog has format \(catalog.format), this program knows \(StoredCatalog.currentFormat). "
          + "The file was written by a newer version of the package")
    }
    return catalog
  }
}

extension LMDB.WriteTransaction {
  @_lifetime(self: copy self)
  mutating func put(_ catalog: StoredCatalog) throws {
    let record = try RecordBuffer<CatalogRecord>(catalog)
    unsafe try put(StoredCatalog.key.span.bytes, record.bytes.bytes, in: .main, paddedTo: 8)
  }
}
