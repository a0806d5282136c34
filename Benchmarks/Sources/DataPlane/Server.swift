import Flatwire

/// What is measured, and how it is asked.
struct Server {
  let router: Router
  var write: ((_ count: Int) async throws -> Void)?
  /// What lives as long as the server.
  private let kept: [Any]

  private init(_ router: Router, keeping kept: [Any] = []) {
    self.router = router
    self.kept = kept
  }

  private static func start() async throws -> Router {
    try await Router.start(.universal(port: 0), realm: "realm1")
  }

  /// The log of changes hands those that wait to who publishes them, and replicas follow it.
  private static func store(in folder: String) throws -> Store {
    var options = Store.Options.passing
    options.changeLog = .on()
    return try Store(path: folder + "/rows.db", schema: RowsSchema.schema, options: options)
  }

  // MARK: - What is served

  static func history(in folder: String, events: Int, size: Int) async throws -> Server {
    let history = try HistoryStore(at: folder + "/history.db", options: .passing)
    let router = try await start()
    try await router.keepHistory(
      of: .rowsChanged, in: history, bounds: HistoryBounds(count: events, bytes: 16 << 30))
    let publishers = 256
    try await withThrowingTaskGroup { group in
      for first in 0..<publishers {
        group.addTask {
          for id in stride(from: first, to: events, by: publishers) {
            try await router.publish(Row.Draft(UInt64(id), size: size), to: .rowsChanged)
          }
        }
      }
      try await group.waitForAll()
    }
    return Server(router, keeping: [history])
  }

  static func changes(in folder: String, byHand isByHand: Bool) async throws -> Server {
    let store = try store(in: folder)
    let router = try await start()
    var kept: [Any] = [store]
    if !isByHand { kept.append(try await router.publishChanges(of: .rows, from: store, to: .rowsChanged)) }
    var server = Server(router, keeping: kept)
    server.write = { count in
      for id in 0..<UInt64(count) {
        let record = try RecordBuffer<Row>(Row.Draft(id % 1000, size: 100))
        try await store.write { txn in try txn.put(record.record, in: .rows) }
        if isByHand { try await router.publish(record, to: .rowsChanged) }
      }
    }
    return server
  }

  static func replica(in folder: String, rows: Int, size: Int) async throws -> Server {
    let store = try store(in: folder)
    // What a transaction writes is memory of its own until it is committed.
    let count = max(4_000_000 / size, 1)
    for first in stride(from: 0, to: rows, by: count) {
      try await store.write { txn in
        for id in first..<min(first + count, rows) {
          try txn.put(Row.Draft(UInt64(id), size: size), in: .rows)
        }
      }
    }
    let router = try await start()
    let serving = try await router.serveReplicas(of: store, tables: [.table(.rows)], as: "com.example.rows")
    return Server(router, keeping: [store, serving])
  }

  // MARK: - Asking

  /// Answers lines until there are no more.
  func run() async throws {
    DataPlane.say("ready \(router.port)")
    var last = Usage(of: router)
    while let line = readLine() {
      if let count = line.split(separator: " ").last.flatMap({ Int($0) }), let write {
        try await write(count)
      }
      let now = Usage(of: router)
      DataPlane.say((now - last).line)
      last = now
    }
    await router.stop()
    withExtendedLifetime(kept) {}
  }
}
