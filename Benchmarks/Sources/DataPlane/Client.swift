import Flatwire

/// Does what is measured at a server. Prints how many seconds it took.
struct Client {
  let port: Int

  /// An event that is no row.
  private struct Unexpected: Error {
    let what: String
  }

  private func connect() async throws -> WAMPSession {
    try await WAMPSession.connect(to: "ws://127.0.0.1:\(port)/", realm: "realm1")
  }

  private func timed(_ body: () async throws -> Void) async throws {
    let start = ContinuousClock.now
    try await body()
    DataPlane.say("\((ContinuousClock.now - start) / Duration.seconds(1))")
  }

  func replay(_ events: Int) async throws {
    let session = try await connect()
    try await timed {
      var seen = 0
      for try await event in try await session.subscribe(to: .rowsChanged, replaying: .all) {
        seen += event.record.body == nil ? 0 : 1
        if seen == events { break }
      }
    }
    await session.close()
  }

  func follow(sessions: Int, _ events: Int) async throws {
    var sessionList: [WAMPSession] = []
    var streams: [Events<UntypedEvent>] = []
    for _ in 0..<sessions {
      let session = try await connect()
      let buffering = EventBuffering(maxEvents: .max, maxBytes: .max)
      streams.append(try await session.subscribe(to: Topic.rowsChanged.uri, buffering: buffering))
      sessionList.append(session)
    }
    DataPlane.say("ready")
    try await timed {
      try await withThrowingTaskGroup { group in
        for stream in streams {
          group.addTask {
            var seen = 0
            for try await event in stream {
              guard event.payload.record != nil else { throw Unexpected(what: "\(event)") }
              seen += 1
              if seen == events { break }
            }
          }
        }
        try await group.waitForAll()
      }
    }
    for session in sessionList { await session.close() }
  }

  func replicate(in folder: String) async throws {
    let store = try Store(path: folder + "/replica.db", schema: RowsSchema.schema, options: .passing)
    let session = try await connect()
    try await timed {
      let replica = try await Replica(
        of: session, at: "com.example.rows", tables: [.table(.rows)], in: store)
      try await replica.whole()
      await replica.close()
    }
    await session.close()
    store.close()
  }
}
