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
    // Right after the snapshot: if what it says was changed last is older, nothing that is told later is on the page.
    page.changes = progress
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
}
