import FlatBuffersRuntime
import LMDB
import SharedBytes

extension WriteTransaction {
  /// Notes that a row is about to change, if somebody wants to know.
  ///
  /// Never inlined: the way of a row that nobody hears of stays as short as it is without this.
  @inline(never) @_lifetime(self: copy self)
  mutating func note(_ key: RawSpan, in table: OpenTables.TableEntry) throws(StoreError) {
    guard let recorder = pending.recorder else { return }
    guard recorder.listens(to: table) else { return }
    // Before the row is noted: it is not what it becomes yet.
    if recorder.isFull { try writeNoted(recorder, isWhole: false) }
    let key = [UInt8](key)
    guard recorder.note(key, in: table) else { return }
    recorder.append(try touched(key, in: table, copyingOld: recorder.wanted(of: table).old))
  }

  private func touched(
    _ key: [UInt8], in table: OpenTables.TableEntry, copyingOld: Bool
  ) throws(StoreError) -> ChangeRecorder.Touched {
    let snapshot = snapshot
    guard let database = table.database, let bytes = unsafe try snapshot.value(database, key.span.bytes)
    else {
      return ChangeRecorder.Touched(table: table, key: key, existed: false, old: nil)
    }
    return ChangeRecorder.Touched(
      table: table, key: key, existed: true, old: copyingOld ? SharedBytes(copying: bytes) : nil)
  }

  /// Ends what the write's body noted: streams get it when it is committed, the log now.
  @_lifetime(self: copy self)
  mutating func writeNoted() throws(StoreError) {
    guard let recorder = pending.recorder else { return }
    try writeNoted(recorder, isWhole: true)
  }

  /// - Parameter isWhole: whether the body has ended. If not, what was noted is too much to be kept in memory.
  @_lifetime(self: copy self)
  private mutating func writeNoted(_ recorder: ChangeRecorder, isWhole: Bool) throws(StoreError) {
    if !isWhole { recorder.overflow() }
    for row in recorder.take() {
      let wanted = recorder.wanted(of: row.table)
      let isStreamed = wanted.byStreams && recorder.rows != nil
      guard isStreamed || wanted.byLog, let new = try becomes(row) else { continue }
      if isStreamed { recorder.append(StoredRowChange(row, new, isProven: !verifiesOnRead)) }
      guard wanted.byLog, let log = recorder.log else { continue }
      let value = ChangeLogEntry.value(row, new.bytes, keepsOld: log.log.keepsOldRecords, time: log.now)
      do throws(LMDBError) {
        recorder.logged.byteCount += try log.append(value, in: &base)
        recorder.logged.count += 1
      } catch {
        throw StoreError(error, "the log of changes")
      }
    }
  }

  private var verifiesOnRead: Bool { unsafe tables._withUnsafeGuaranteedRef { $0.verifiesOnRead } }

  /// What a row became.
  struct Become {
    /// `nil` if it is gone.
    let bytes: SharedBytes?
  }

  /// - Returns: `nil` if there was no such row and there is none.
  private func becomes(_ row: ChangeRecorder.Touched) throws(StoreError) -> Become? {
    let snapshot = snapshot
    guard let database = row.table.database,
      let bytes = unsafe try snapshot.value(database, row.key.span.bytes)
    else { return row.existed ? Become(bytes: nil) : nil }
    return Become(bytes: SharedBytes(copying: bytes))
  }
}

extension StoredRowChange {
  fileprivate init(_ row: ChangeRecorder.Touched, _ new: WriteTransaction.Become, isProven: Bool) {
    self.init(
      table: row.table.definition.name, operation: new.bytes == nil ? .delete : .put, keyBytes: row.key,
      old: row.old, new: new.bytes, key: row.table.key, isProven: isProven)
  }
}

extension ChangeLogEntry {
  /// The value for a row that changed.
  fileprivate static func value(
    _ row: ChangeRecorder.Touched, _ new: SharedBytes?, keepsOld: Bool, time: UInt64
  ) -> [UInt8] {
    let name = row.table.definition.name
    // Two records together may be larger than a value of LMDB.
    let size = valueSize(
      table: name.utf8.count, key: row.key.count, new: new?.count ?? 0, old: row.old?.count ?? 0)
    return value(
      new == nil ? .delete : .put, table: name, key: row.key, new: new,
      old: keepsOld && size <= Environment.Limits.valueSize ? row.old : nil, time: time)
  }
}
