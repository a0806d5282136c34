import FlatBuffersRuntime
import LMDB
import SharedBytes

/// The parts of a file's history, each begun when replicas began to be served from it.
///
/// A copy of the file has them, too. When it is served in the file's place, a part begins in it that the file does not have,
/// and commits that were made in the file afterwards are in none of its parts. So are those that a power cut took away.
package struct FileHistory: Sendable, Equatable {
  struct Part: Sendable, Equatable {
    /// At random.
    let id: UInt64
    /// The last commit before it.
    let after: UInt64
  }

  private(set) var parts: [Part]

  /// How many parts are remembered.
  private static let limit = 256

  static let key: [UInt8] = Array("flatwire\0history".utf8)

  init(_ parts: [Part] = []) { self.parts = parts }

  /// The part that goes on.
  package var current: UInt64 { parts.last?.id ?? 0 }

  /// Whether a commit was made in this file or in one that it is a copy of.
  ///
  /// - Parameter id: the part that went on when the commit was seen.
  package func contains(_ commit: UInt64, in id: UInt64) -> Bool {
    guard let place = parts.lastIndex(where: { $0.id == id }) else { return false }
    guard place + 1 < parts.endIndex else { return true }
    return commit <= parts[place + 1].after
  }

  /// Begins a part.
  mutating func begin(_ id: UInt64, after commit: UInt64) {
    parts.append(Part(id: id, after: commit))
    parts.removeFirst(max(parts.count - FileHistory.limit, 0))
  }
}

extension Snapshot {
  /// The file's history; one without parts if replicas were never served from it.
  package func history() throws(StoreError) -> FileHistory {
    // Bytes have no padding that could be read uninitialised.
    guard let bytes = unsafe try value(.main, FileHistory.key.span.bytes) else { return FileHistory() }
    do throws(VerificationError) {
      let record = try RecordBuffer<CatalogHistory>(verifying: SharedBytes(copying: bytes))
      return FileHistory(record.record.draft.parts.map { .init(id: $0.id, after: $0.after) })
    } catch {
      throw StoreError(.catalog, "the history of the file is damaged: \(error)", cause: error)
    }
  }
}

extension Store {
  /// Begins a part of the file's history, which its commit is the first of.
  ///
  /// - Throws: ``StoreError``, as for other writes.
  package func beginHistory() async throws {
    let id = UInt64.random(in: 1 ... .max)
    try await write(alone: true) { transaction in
      var history = try transaction.snapshot.history()
      history.begin(id, after: transaction.commitNumber - 1)
      try transaction.put(history)
    }
  }
}

extension WriteTransaction {
  @_lifetime(self: copy self)
  fileprivate mutating func put(_ history: FileHistory) throws {
    let record = try RecordBuffer<CatalogHistory>(
      CatalogHistory.Draft(
        parts: history.parts.map { CatalogHistoryPart.Draft(id: $0.id, after: $0.after) }))
    // Bytes have no padding that could be read uninitialised.
    unsafe try base.put(FileHistory.key.span.bytes, record.bytes.bytes, in: .main, paddedTo: 8)
    pending.didChange = true
  }
}
