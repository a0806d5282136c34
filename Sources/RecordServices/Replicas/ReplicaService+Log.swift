internal import RecordStore
internal import SharedBytes
internal import WAMP
internal import WAMPRouter

// Pages of the log: records are sent from where it has them, and what happened to them is said at the end.
extension ReplicaService {
  func sendLog(_ query: ReplicaLogQuery, _ call: InlineCall, _ lease: SnapshotLease) throws {
    try checkTakesParts(call)
    let place = try place(in: lease.snapshot, after: query.place)
    var changes: [ReplicaLogEnd.Change] = []
    var (byteCount, isOpen) = (0, true)
    defer { call.countWork(rows: changes.count) }
    let end = try lease.snapshot.walkLog(
      since: query.since, sequence: query.sequence, of: tables, limit: ReplicaPaging.scanLimit
    ) { commit, table, key, record in
      guard isOpen, changes.count < ReplicaPaging.rowLimit, byteCount < ReplicaPaging.byteLimit else {
        return false
      }
      if let record {
        isOpen = call.sendPart(record, from: lease)
        byteCount += record.byteCount
      }
      changes.append(
        ReplicaLogEnd.Change(commit: commit, table: table, key: [UInt8](key), isPut: record != nil))
      byteCount += key.byteCount
      return true
    }
    guard isOpen else { return }
    call.send(
      try ReplicaResults.record(
        of: ReplicaLogEnd(place: place, through: end.through, sequence: end.sequence, changes: changes)))
  }
}
