internal import RecordStore
internal import WAMP
internal import WAMPRouter

// Pages of ranges.
extension TableService {
  /// What answers `list` on one event loop.
  func listResponder(_ values: LoopLocalValues) -> InlineResponder {
    let leases = values.leases(of: store)
    return InlineResponder { request, call in
      try answering(.list) {
        let range = try TableRange(TableRequests.query(in: request), of: table)
        try list(range, call, leases, plainly: nil)
      }
    } plainly: { payload, call in
      try answering(.list) {
        let plain = try plainArguments()
        var arguments = try PlainArguments(payload)
        let range = try TableRange(&arguments, of: table, isPaged: true)
        try arguments.end()
        try list(range, call, leases, plainly: plain)
      }
    }
  }

  private func list(
    _ range: TableRange, _ call: InlineCall, _ leases: LeasePool, plainly plain: RecordArguments?
  ) throws {
    let lease = try leases.lease(for: call)
    defer { lease.endAnswer() }
    var page = PageReply(call, lease, plainly: plain, limit: range.limit)
    var rows = try lease.snapshot.rows(
      of: table, by: range.index, range.keys, range.order, after: range.token)
    while page.hasRoom {
      guard let row = try rows.next() else { return try page.end() }
      if !isShown(row, to: call.caller) {
        page.pass()
      } else if try !page.add(row) {
        return try page.end(after: rows.tokenBefore?.description)
      }
    }
    let token = rows.token
    // A page that ends with the last row has no next one.
    try page.end(after: rows.next() == nil ? nil : token?.description)
  }

  /// Answers `count`. It may take long, so it is asked for in a task.
  func count(_ payload: Payload, for caller: Caller) throws -> Payload {
    let record = payload.record
    let range: TableRange
    if let record {
      range = try TableRange(TableRequests.query(in: record.bytes.bytes), of: table)
    } else {
      var arguments = try PlainArguments(payload)
      range = try TableRange(&arguments, of: table, isPaged: false)
      try arguments.end()
    }
    let count: Int = try store.read { snapshot in try number(of: range, for: caller, in: snapshot) }
    guard let record else { return Payload(arguments: [.int(Int64(count))]) }
    return .record(try TableResults.record(ofCount: count), form: record.form)
  }

  private func number(of range: TableRange, for caller: Caller, in snapshot: Snapshot) throws -> Int {
    if range.keys.isUnbounded, !isFiltered { return try snapshot.count(of: table, by: range.index) }
    var rows = try snapshot.rows(of: table, by: range.index, range.keys, .ascending)
    var count = 0
    guard isFiltered else {
      var isMore = true
      while isMore {
        let some = try rows.count(atMost: 10_000)
        count += some
        isMore = some == 10_000
        // Whoever asks may have given up.
        try Task.checkCancellation()
      }
      return count
    }
    while let row = try rows.next() {
      if isShown(row, to: caller) { count += 1 }
      try Task.checkCancellation()
    }
    return count
  }
}
