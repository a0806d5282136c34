internal import FlatBuffersReflection
internal import RecordStore
internal import SharedBytes
internal import WAMP
internal import WAMPRouter

// Pages of rows, sent from where they are stored.
extension ReplicaService {
  func sendRows(_ query: ReplicaRowsQuery, _ call: InlineCall, _ lease: SnapshotLease) throws {
    try checkTakesParts(call)
    guard let table = tables.first(where: { $0.name == query.table }) else {
      throw WAMPError(.invalidArgument, "there is no table \(query.table.quoted)")
    }
    if let after = query.after { try table.checkKey(after) }
    let place = try place(in: lease.snapshot, after: query.place)
    let range = StoredKeyRange(lower: query.after.map { StoredKeyBound.excluding($0) } ?? StoredKeyBound.none)
    var rows = try lease.snapshot.rows(of: table, by: nil, range, .ascending)
    var (count, byteCount, isLast) = (0, 0, false)
    defer { call.countWork(rows: count) }
    while !isLast, count < ReplicaPaging.rowLimit, byteCount < ReplicaPaging.byteLimit {
      guard let row = try rows.next() else {
        isLast = true
        continue
      }
      guard call.sendPart(row, from: lease) else { return }
      count += 1
      byteCount += row.byteCount
    }
    call.send(try ReplicaResults.record(of: ReplicaRowsEnd(place: place, count: count, isLast: isLast)))
  }
}
