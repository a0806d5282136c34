/// What a write transaction knows beyond what is in its pages.
final class PendingChanges {
  /// A value in a unique index.
  struct Contest: Hashable {
    let table: String
    let index: String
    let value: [UInt8]

    init(_ value: RawSpan, _ index: OpenTables.IndexEntry, _ table: OpenTables.TableEntry) {
      self.table = table.definition.name
      self.index = index.definition.name
      self.value = [UInt8](value)
    }
  }

  struct ContestedIndex: Hashable {
    let table: String
    let index: String
  }

  /// What notes the rows that change; `nil` while nobody wants to know.
  let recorder: ChangeRecorder?
  /// Whether there is one: asked at every row, where counting references would be felt.
  let isRecorded: Bool
  /// Whether anything was changed: a write that changed nothing is no commit.
  var didChange = false
  /// The values that several records have for now, with their primary keys: the first is the one in the index.
  private(set) var contests: [Contest: [[UInt8]]] = [:]
  /// How many values are contested in each index, which decides what can be read.
  private var contestedIndexes: [ContestedIndex: Int] = [:]
  /// The tables while values are contested, with which reads throw; kept because snapshots refer to them.
  private var contestedTables: OpenTables?

  init(_ recorder: ChangeRecorder?) {
    self.recorder = recorder
    isRecorded = recorder != nil
  }

  /// Notes who has a value in a unique index for now: it is contested while several have.
  func set(_ holders: [[UInt8]], of contest: Contest) {
    let wasContested = contests[contest] != nil
    contests[contest] = holders.count > 1 ? holders : nil
    guard wasContested != (holders.count > 1) else { return }
    let index = ContestedIndex(table: contest.table, index: contest.index)
    let count = (contestedIndexes[index] ?? 0) + (wasContested ? -1 : 1)
    contestedIndexes[index] = count > 0 ? count : nil
    // Of many values in one index, only the first and the last one make a difference to who reads.
    if count == (wasContested ? 0 : 1) { contestedTables = nil }
  }

  /// The tables as they can be read while values are contested.
  func readable(_ tables: OpenTables) -> OpenTables {
    if let contestedTables { return contestedTables }
    let contested = tables.contesting(Set(contestedIndexes.keys))
    contestedTables = contested
    return contested
  }

  /// What a nested transaction that fails takes back.
  struct Savepoint {
    fileprivate let didChange: Bool
    fileprivate let contests: [Contest: [[UInt8]]]
    fileprivate let contestedIndexes: [ContestedIndex: Int]
  }

  func beginSavepoint() -> Savepoint {
    recorder?.beginSavepoint()
    return Savepoint(didChange: didChange, contests: contests, contestedIndexes: contestedIndexes)
  }

  func keep(_ savepoint: Savepoint) { recorder?.endSavepoint(isUndone: false) }

  func restore(_ savepoint: Savepoint) {
    recorder?.endSavepoint(isUndone: true)
    didChange = savepoint.didChange
    contests = savepoint.contests
    contestedIndexes = savepoint.contestedIndexes
    contestedTables = nil
  }
}

extension OpenTables {
  /// These tables, with indexes that throw when they are read.
  fileprivate func contesting(_ contests: Set<PendingChanges.ContestedIndex>) -> OpenTables {
    var contested: Set<ObjectIdentifier> = []
    for table in parts.lazy.flatMap(\.tables) {
      for index in table.indexes
      where contests.contains(.init(table: table.definition.name, index: index.definition.name)) {
        contested.insert(ObjectIdentifier(index.definition))
      }
    }
    return OpenTables(
      parts: parts.map { part in
        var part = part
        part.indexes = part.indexes.map { entry in
          guard let entry, contested.contains(ObjectIdentifier(entry.definition)) else { return entry }
          return IndexEntry(
            database: entry.database, table: entry.table, definition: entry.definition, key: entry.key,
            obstacle: "several records have the same value in it for now. Read it when only one has it")
        }
        return part
      }, verifiesOnRead: verifiesOnRead, limitsAge: mayNeedCare, path: path, catalogCommit: catalogCommit,
      firstTransaction: firstTransaction, isWritable: isWritable, log: log, asReplica: asReplica)
  }
}
