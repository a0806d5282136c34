import LMDB

/// What the writes of one commit note of the rows they change: there is one only if a stream or the log wants it.
final class CommitRecording {
  let log: ChangeLogCommit?
  private(set) var changes: CommittedChanges

  init?(
    _ interest: RecordingInterest, _ beginning: StoreState.Beginning, _ snapshot: LMDB.Snapshot
  ) throws(LMDBError) {
    let open = beginning.tables.log
    guard open != nil || !interest.isNone else { return nil }
    changes = CommittedChanges(interest)
    log = try open.map { open throws(LMDBError) in
      try ChangeLogCommit(open, snapshot, beginning.mark, after: beginning.previous)
    }
  }

  /// A recorder for one write.
  func recorder() -> ChangeRecorder { ChangeRecorder(changes.interest, log) }

  /// Takes over what a write noted that has succeeded; what the others noted is forgotten.
  func add(_ recorder: ChangeRecorder?) {
    guard let recorder else { return }
    changes.add(recorder)
    log?.count(recorder.logged)
  }
}
