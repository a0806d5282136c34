import FlatBuffersRuntime
import LMDB
import SharedBytes

/// How far a replica has got. It stands in the replica's file, written with the rows that it speaks of.
package struct ReplicaPosition: Sendable, Equatable {
  package enum Phase: Sendable, Equatable {
    /// Rows are pulled page by page: the next page is of the table at this place, behind the key if there is one.
    case rows(table: Int, after: [UInt8]?)
    /// All rows are there, each of a commit from `commit` to `latest`, and the log is applied from the first of these on.
    case catchingUp
    /// The rows are those of `commit`.
    case following
  }

  package var phase: Phase
  /// The names of the tables, in the order in which rows are pulled.
  package var tables: [String]
  /// The part of the source's history that its last answer named.
  package var history: UInt64
  /// The source's commit after which changes are to be applied.
  package var commit: UInt64
  /// The latest commit of the source that rows are of.
  package var latest: UInt64

  package init(phase: Phase, tables: [String], history: UInt64, commit: UInt64, latest: UInt64) {
    self.phase = phase
    self.tables = tables
    self.history = history
    self.commit = commit
    self.latest = latest
  }

  static func key(of source: String) -> [UInt8] { Array("flatwire\0replica\0\(source)".utf8) }
}

extension ReplicaPosition {
  /// - Returns: `nil` for bytes that say none, as only a damaged file or a later version of the package has.
  init?(_ bytes: RawSpan) {
    guard let record = try? RecordBuffer<CatalogReplica>(verifying: SharedBytes(copying: bytes)) else {
      return nil
    }
    let draft = record.record.draft
    switch draft.phase {
    case .rows: phase = .rows(table: Int(draft.place), after: draft.lastKey)
    case .catchingUp: phase = .catchingUp
    case .following: phase = .following
    default: return nil
    }
    tables = draft.tables
    history = draft.history
    commit = draft.commit
    latest = draft.latest
  }

  func record() throws -> SharedBytes {
    var draft = CatalogReplica.Draft(
      phase: .following, tables: tables, history: history, commit: commit, latest: latest)
    switch phase {
    case .rows(let table, let after):
      draft.phase = .rows
      draft.place = UInt32(clamping: table)
      draft.lastKey = after
    case .catchingUp: draft.phase = .catchingUp
    case .following: break
    }
    return try RecordBuffer<CatalogReplica>(draft).bytes
  }
}

extension Snapshot {
  /// How far a replica of `source` has got in this file; `nil` if it has not begun.
  package func replicaPosition(of source: String) throws(StoreError) -> ReplicaPosition? {
    let key = ReplicaPosition.key(of: source)
    // Bytes have no padding that could be read uninitialised.
    guard let bytes = unsafe try value(.main, key.span.bytes) else { return nil }
    return ReplicaPosition(bytes)
  }
}
