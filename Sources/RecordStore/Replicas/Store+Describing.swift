import FlatBuffersReflection
import FlatBuffersRuntime
import SharedBytes

extension Snapshot {
  /// What the file says of a table: its key, and the schemas of all programs that wrote its records.
  package func description(of table: ServedTable) throws -> [UInt8] {
    let path = unsafe tables._withUnsafeGuaranteedRef { $0.path }
    guard let stored = try base.storedCatalog(path)?.table(named: table.name) else {
      throw StoreError(.unknownTable, "\(path): the file has no table \(table.name)", table: table.name)
    }
    return [UInt8](try RecordBuffer<CatalogTable>(stored).bytes)
  }
}

extension Store {
  /// Looks whether all records of a source's table are such of this store's table.
  ///
  /// - Parameters:
  ///   - description: what the source says of its table.
  ///   - source: for messages.
  /// - Throws: ``StoreError/Code/schemaChanged`` with the differences.
  package func check(
    _ table: ServedTable, takesRowsOf description: [UInt8], from source: String
  ) throws(StoreError) {
    let theirs: CatalogTable.Draft
    do throws(VerificationError) {
      let buffer = try RecordBuffer<CatalogTable>(verifying: SharedBytes(description))
      theirs = buffer.record.draft
    } catch {
      throw StoreError(
        .schema, "\(source): what it says of the table \(table.name) can't be read: \(error)",
        table: table.name, cause: error)
    }
    guard let given = state.given.first(where: { $0.definition === table.definition }) else { return }
    _ = try TableJudgement(given, stored: theirs, accepting: [], source)
    guard let schema = given.schema else { return }
    // Records of a newer program would be verified without what only that knows.
    let findings = try theirs.findings(for: schema, known: given.version.fingerprint, source)
      .filter(\.concernsRecords)
    guard findings.isEmpty else {
      let text = findings.map { "\n  \($0.subject): \($0.message)" }.joined()
      throw StoreError(
        .schemaChanged,
        "\(source): table \(table.name) is written with a newer version of its schema:\(text)\nUpdate this program first",
        table: table.name, findings: findings)
    }
  }
}

extension ServedTable {
  /// The primary key of a record.
  ///
  /// - Parameter row: a record that was verified: see ``verify(_:)``.
  /// - Throws: ``StoreError/Code/key`` if it has none that can be stored.
  package func key(ofVerified row: SharedBytes) throws(StoreError) -> [UInt8] {
    var key = KeyEncoder()
    // Sound because the bytes are verified.
    definition.encodeKey(unsafe TableView(unverifiedRoot: row.bytes), &key)
    guard !key.isEmpty, !key.isTooLong else {
      throw StoreError(.key, "table \(name): a record has no primary key that can be stored", table: name)
    }
    return [UInt8](stored: key)
  }
}
