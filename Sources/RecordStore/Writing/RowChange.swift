import FlatBuffersReflection
import FlatBuffersRuntime
import LMDB

/// The one door through which every put and every delete of a row goes: a key, the record stored under it and the one
/// that comes in its place. Unique indexes are checked, all indexes brought up to date and changes noted here;
/// only the page of the row itself is left to the caller.
extension WriteTransaction {
  /// Always inlined: a call of its own took 80 instructions of each put, most of them for its arguments.
  ///
  /// - Parameters:
  ///   - key: the row's primary key.
  ///   - record: the record that is about to be stored.
  /// - Throws: ``StoreError``; nothing has changed then, unless the store is full.
  @inline(__always) @_lifetime(self: copy self)
  mutating func rowChanges(
    _ key: RawSpan, in table: OpenTables.TableEntry, to record: borrowing TableView
  ) throws(StoreError) {
    try checkWritable(table)
    guard !table.indexes.isEmpty else {
      if pending.isRecorded { try note(key, in: table) }
      return
    }
    let new = try IndexKeys(table, primary: key, record)
    if pending.isRecorded { try note(key, in: table) }
    try replaceEntries(try storedIndexKeys(table, primary: key), by: new, table, primary: key)
  }

  /// The same for a row that is deleted.
  @_lifetime(self: copy self)
  mutating func rowGoes(_ key: RawSpan, from table: OpenTables.TableEntry) throws(StoreError) {
    try checkWritable(table)
    if pending.isRecorded { try note(key, in: table) }
    if !table.indexes.isEmpty, let old = try storedIndexKeys(table, primary: key) {
      try replaceEntries(old, by: nil, table, primary: key)
    }
  }

  /// The same for all rows of a table at once; its pages are left to the caller.
  ///
  /// - Returns: `false` if each row has to go by itself, because somebody has to hear of it. Nothing has changed then.
  @_lifetime(self: copy self)
  mutating func allRowsGo(from table: OpenTables.TableEntry) throws(StoreError) -> Bool {
    try checkWritable(table)
    // Values that several rows have for now are told apart row by row.
    guard pending.contests.isEmpty, pending.recorder?.listens(to: table) != true else { return false }
    for index in table.indexes { try empty(index, of: table) }
    pending.didChange = true
    return true
  }

  func checkWritable(_ table: OpenTables.TableEntry) throws(StoreError) {
    guard let obstacle = table.obstacle else { return }
    throw StoreError(
      obstacle == table.replica?.obstacle ? .replica : .indexUnavailable,
      "table \(table.definition.name) can't be written: \(obstacle)",
      table: table.definition.name)
  }

  /// The index keys of the record that is stored under a primary key.
  private func storedIndexKeys(
    _ table: OpenTables.TableEntry, primary: RawSpan
  ) throws(StoreError) -> IndexKeys? {
    let snapshot = snapshot
    guard let database = table.database, let bytes = try snapshot.value(database, primary) else { return nil }
    let verifies = unsafe tables._withUnsafeGuaranteedRef { $0.verifiesOnRead }
    if verifies || bytes.byteCount < 8 {
      do throws(VerificationError) {
        try table.definition.record.verify(bytes)
      } catch {
        // Where others wrote, the indexes are to be made anew anyway: what is broken may be put right or deleted.
        if table.indexes.contains(where: { $0.obstacle != nil }) { return nil }
        throw StoreError(
          .invalidRecord,
          "table \(table.definition.name): the stored record \(table.text(of: primary)) is no "
            + "\(table.definition.record.name): \(error)", table: table.definition.name,
          key: table.text(of: primary), cause: error)
      }
    }
    // Verified now, or when it was put, by a program whose schema goes with this one's.
    return try IndexKeys(table, primary: primary, unsafe TableView(unverifiedRoot: bytes))
  }

  /// Writes the index entries that differ.
  @_lifetime(self: copy self)
  private mutating func replaceEntries(
    _ old: IndexKeys?, by new: IndexKeys?, _ table: OpenTables.TableEntry, primary: RawSpan
  ) throws(StoreError) {
    for (position, index) in table.indexes.enumerated() where index.definition.isUnique {
      guard let obstacle = index.obstacle, let new, !new.keys(in: position).isEmpty else { continue }
      throw StoreError(
        .indexUnavailable,
        "table \(table.definition.name): unique index \(index.definition.name): \(obstacle)",
        table: table.definition.name, index: index.definition.name, key: table.text(of: primary))
    }
    for (position, index) in table.indexes.enumerated() {
      if let old, let new, old.areSame(as: new, in: position) { continue }
      if let old {
        for key in old.keys(in: position) where new?.contains(old[key: key], in: position) != true {
          try leave(index, of: table, value: old[key: key], primary: primary)
        }
      }
      if let new {
        for key in new.keys(in: position) where old?.contains(new[key: key], in: position) != true {
          try enter(index, of: table, value: new[key: key], primary: primary)
        }
      }
    }
  }
}

extension OpenTables.TableEntry {
  /// A primary key for people.
  func text(of key: RawSpan) -> String { self.key.text(of: key) }
}
