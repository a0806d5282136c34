public import FlatBuffersRuntime
import LMDB
public import SharedBytes

/// What has to be stored under a record's key for a put or a delete to happen.
///
///     let isNew = try txn.put(draft, in: .users, if: .absent)
///     let isMine = try txn.put(draft, in: .users, if: .unchanged(from: buffer))
public struct WriteCondition<Record: FlatTable & ~Escapable>: Sendable {
  let state: StoredState

  /// No record has the key.
  public static var absent: WriteCondition { WriteCondition(state: .absent) }

  /// Any record has the key.
  public static var present: WriteCondition { WriteCondition(state: .present) }

  /// The record with the key is, byte by byte, the one that was read before: pinned, or built and put.
  ///
  /// It may have been changed meanwhile and back again.
  public static func unchanged(from buffer: RecordBuffer<Record>) -> WriteCondition {
    WriteCondition(state: .bytes(buffer.bytes))
  }

  /// No commit after this one changed the record with the key, nor did the write itself, also if it has the same bytes
  /// again. There need not be such a record.
  ///
  /// The store's log of changes tells (``Store/Options/changeLog``): the put or delete throws
  /// ``StoreError/Code/changesUnavailable`` if it does not reach back that far.
  ///
  /// - Parameter since: a commit's number, such as ``Snapshot/commitNumber`` of what was read before.
  /// - Complexity: linear in the number of changes since then.
  public static func unchanged(since commit: UInt64) -> WriteCondition {
    WriteCondition(state: .unchanged(since: commit))
  }
}

/// What a condition asks of what is stored under a key.
@usableFromInline
enum StoredState: Sendable {
  case absent
  case present
  case bytes(SharedBytes)
  case unchanged(since: UInt64)
}

extension WriteTransaction {
  /// Whether what is stored under a key is as a condition asks.
  func holds(
    _ state: StoredState, of key: RawSpan, in table: OpenTables.TableEntry, _ database: Database
  ) throws(StoreError) -> Bool {
    if case .unchanged(let since) = state { return try isUnchanged(key, in: table, since: since) }
    let snapshot = snapshot
    let stored = try snapshot.value(database, key)
    switch (state, stored) {
    case (.absent, nil), (.present, .some): return true
    case (.bytes(let bytes), .some(let stored)): return bytes.bytes.isRecord(storedAs: stored)
    default: return false
    }
  }
}

extension RawSpan {
  /// Whether a value is what these bytes are stored as: padded with zeros to a multiple of 8.
  fileprivate func isRecord(storedAs value: RawSpan) -> Bool {
    guard value.byteCount == (byteCount + 7) / 8 * 8,
      value.extracting(first: byteCount).holdsSameBytes(as: self)
    else { return false }
    let padding = value.extracting(droppingFirst: byteCount)
    return padding.byteOffsets.allSatisfy {
      unsafe padding.unsafeLoad(fromByteOffset: $0, as: UInt8.self) == 0
    }
  }
}
