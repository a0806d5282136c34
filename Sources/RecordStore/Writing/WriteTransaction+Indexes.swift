import FlatBuffersRuntime
import LMDB

extension WriteTransaction {
  /// The index keys of the record that is stored under a primary key.
  func storedIndexKeys(
    _ table: Catalog.TableEntry, primary: RawSpan
  ) throws(StoreError) -> IndexKeys? {
    let snapshot = snapshot
    guard let bytes = try snapshot.value(table.database, primary) else { return nil }
    guard bytes.byteCount >= 8 else {
      throw StoreError(.invalidRecord, "table \(table.definition.name): a stored record is too short")
    }
    // Stored bytes were verified when they were put.
    return try IndexKeys(table, primary: primary, unsafe TableView(unverifiedRoot: bytes))
  }

  func checkUnique(
    _ new: IndexKeys, _ old: IndexKeys?, _ table: Catalog.TableEntry, primary: RawSpan
  ) throws(StoreError) {
    let snapshot = snapshot
    for (position, index) in table.indexes.enumerated()
    where index.definition.isUnique && !new[position].isEmpty {
      guard let other = try snapshot.value(index.database, new[position]) else { continue }
      guard other.holdsSameBytes(as: primary) else {
        throw StoreError(
          .uniqueViolation,
          "table \(table.definition.name): another record has the same key in the unique index "
            + index.definition.name)
      }
    }
  }

  /// Writes the index entries that differ.
  @_lifetime(self: copy self)
  mutating func replace(
    _ old: IndexKeys?, by new: IndexKeys?, _ table: Catalog.TableEntry, primary: RawSpan
  ) throws(StoreError) {
    for (position, index) in table.indexes.enumerated() {
      if let old, let new, old[position].holdsSameBytes(as: new[position]) { continue }
      let place = "index \(table.definition.name)/\(index.definition.name)"
      if let old, !old[position].isEmpty {
        _ = try remove(old[position], from: index.database, place)
      }
      if let new, !new[position].isEmpty {
        try store(new[position], primary, in: index.database, place)
      }
    }
  }

  /// Stores a value, padded so that the values behind it stay aligned.
  @_lifetime(self: copy self)
  mutating func store(
    _ key: RawSpan, _ value: RawSpan, in database: Database, _ place: @autoclosure () -> String
  ) throws(StoreError) {
    do throws(LMDBError) {
      try base.put(key, value, in: database, paddedTo: 8)
    } catch {
      throw StoreError(error, place())
    }
  }

  @_lifetime(self: copy self)
  mutating func remove(
    _ key: RawSpan, from database: Database, _ place: @autoclosure () -> String
  ) throws(StoreError) -> Bool {
    do throws(LMDBError) {
      return try base.delete(key, in: database)
    } catch {
      throw StoreError(error, place())
    }
  }
}
