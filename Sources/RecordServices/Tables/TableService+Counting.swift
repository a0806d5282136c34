internal import RecordStore
internal import WAMP
internal import WAMPRouter

// How many rows a range has.
extension TableService {
  /// How many entries of a range are passed before others get their turn: what takes about as long as a page.
  private static let sliceSize = 10_000

  /// Answers `count`. It may take long, so it is asked for in a task.
  func count(_ payload: Payload, for caller: Caller) async throws -> Payload {
    let record = payload.record
    let range: TableRange
    if let record {
      range = try TableRange(TableRequests.query(in: record.bytes.bytes), of: table)
    } else {
      var arguments = try PlainArguments(payload)
      range = try TableRange(&arguments, of: table, isPaged: false)
      try arguments.end()
    }
    let count = try await number(of: range, for: caller)
    guard let record else { return Payload(arguments: [.int(Int64(count))]) }
    return .record(try TableResults.record(ofCount: count), form: record.form)
  }

  /// The count of one state of the store, slice by slice: between them the thread is others', and whoever asked may have
  /// given up.
  private func number(of range: TableRange, for caller: Caller) async throws -> Int {
    let reader = try store.makeReader()
    try reader.begin()
    defer { reader.end() }
    if range.keys.isUnbounded, !isFiltered {
      return try reader.read { try $0.count(of: table, by: range.index) }
    }
    var count = 0
    var place: CursorToken?
    while true {
      let slice: Slice = try reader.read { try self.slice(of: range, after: place, for: caller, in: $0) }
      count += slice.count
      guard slice.isMore, let end = slice.end else { return count }
      place = end
      await Task.yield()
      try Task.checkCancellation()
    }
  }

  private struct Slice {
    var count = 0
    /// Where the next one goes on.
    var end: CursorToken?
    var isMore = true
  }

  private func slice(
    of range: TableRange, after place: CursorToken?, for caller: Caller, in snapshot: Snapshot
  ) throws -> Slice {
    var rows = try snapshot.rows(of: table, by: range.index, range.keys, .ascending, after: place)
    var slice = Slice()
    if isFiltered {
      var seen = 0
      while seen < Self.sliceSize, slice.isMore {
        guard let row = try rows.next() else {
          slice.isMore = false
          break
        }
        seen += 1
        if isShown(row, to: caller) { slice.count += 1 }
      }
    } else {
      slice.count = try rows.count(atMost: Self.sliceSize)
      slice.isMore = slice.count == Self.sliceSize
    }
    slice.end = rows.token
    return slice
  }
}
