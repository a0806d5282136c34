internal import RecordStore
internal import SharedBytes
internal import WAMP
internal import WAMPRouter

// Rows by their primary keys.
extension TableService {
  /// What answers `get` on one event loop.
  func getResponder(_ values: LoopLocalValues) -> InlineResponder {
    let leases = values.leases(of: store)
    return InlineResponder { request, call in
      try answering(.get) {
        let key = try TableRequests.key(in: request)
        try table.checkKey(key)
        let lease = try leases.lease(for: call)
        defer { lease.endAnswer() }
        let row = try lease.snapshot.row(of: table, key)
        call.send(try shown(row, to: call.caller), from: lease)
      }
    } plainly: { payload, call in
      try answering(.get) {
        let plain = try plainArguments()
        var arguments = try PlainArguments(payload)
        let key = try arguments.takePrimaryKey(of: table)
        let wantsHash = try arguments.takeFlag("hash")
        try arguments.end()
        let lease = try leases.lease(for: call)
        defer { lease.endAnswer() }
        let row = try shown(lease.snapshot.row(of: table, key), to: call.caller)
        var payload = try plain.payload(of: SharedBytes(copying: row))
        if wantsHash {
          let (list, keywords) = try payload.arguments()
          payload = Payload(
            arguments: list, keywords: keywords.merging(["hash": .string(RowHash(row).description)]) { $1 })
        }
        call.send(plainly: payload)
      }
    }
  }

  /// - Throws: `flatwire.error.no_such_record` if there is no row, or none for the caller.
  @_lifetime(copy row)
  private func shown(_ row: RawSpan?, to caller: Caller) throws(WAMPError) -> RawSpan {
    guard let row, isShown(row, to: caller) else {
      throw WAMPError.noSuchRecord(TableProcedure.get.uri(prefix))
    }
    return row
  }

  /// What answers `get_many` on one event loop.
  func getManyResponder(_ values: LoopLocalValues) -> InlineResponder {
    let leases = values.leases(of: store)
    return InlineResponder { request, call in
      try answering(.getMany) {
        let keys = try TableRequests.keys(in: request)
        for key in keys { try table.checkKey(key) }
        try getMany(keys, call, leases, plainly: nil)
      }
    } plainly: { payload, call in
      try answering(.getMany) {
        let plain = try plainArguments()
        var arguments = try PlainArguments(payload)
        let keys = try arguments.takePrimaryKeys(of: table)
        try arguments.end()
        try getMany(keys, call, leases, plainly: plain)
      }
    }
  }

  private func getMany(
    _ keys: [[UInt8]], _ call: InlineCall, _ leases: LeasePool, plainly plain: RecordArguments?
  ) throws {
    let lease = try leases.lease(for: call)
    defer { lease.endAnswer() }
    var page = PageReply(call, lease, plainly: plain, limit: keys.count)
    var missing: [Int] = []
    var position = 0
    while position < keys.count, page.hasRoom {
      if let row = try lease.snapshot.row(of: table, keys[position]), isShown(row, to: call.caller) {
        guard try page.add(row) else { break }
      } else {
        page.pass()
        missing.append(position)
      }
      position += 1
    }
    try page.end(missing: missing, keys: position)
  }
}
