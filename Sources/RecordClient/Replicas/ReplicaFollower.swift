internal import RecordStore
internal import WAMP
internal import WAMPClient

/// Carries out what a replica's machine says: asks the source, writes to the store, and begins again when that fails.
struct ReplicaFollower: Sendable {
  let calls: ReplicaCalls
  let session: WAMPSession
  let source: String
  let tables: [ServedTable]
  let store: Store

  /// How often is looked whether the session was connected anew, so that news may have been missed. Nothing is sent for it.
  private static let pause = Duration.milliseconds(200)
  /// After how many of these the source is asked without news, which may be lost.
  private static let pauses = 50
  /// How long is waited after a failure, twice as long after each further one.
  private static let firstDelay = Duration.milliseconds(50)
  private static let longestDelay = Duration.seconds(5)

  init(_ session: WAMPSession, _ source: String, _ tables: [ServedTable], _ store: Store) {
    self.session = session
    self.source = source
    self.tables = tables
    self.store = store
    calls = ReplicaCalls(session: session, source: source, tables: tables)
  }

  private func position() throws -> ReplicaPosition? {
    try store.read { snapshot in try snapshot.replicaPosition(of: source) }
  }

  private func machine() throws -> ReplicaMachine {
    ReplicaMachine(try position(), tables: tables.map(\.name))
  }

  /// How far the store says that the replica is.
  func statusInStore() throws -> ReplicaStatus { ReplicaStatus(try machine()) }

  /// Follows until the task is cancelled, or it can't go on.
  func run(_ board: ReplicaBoard) async {
    var delay = ReplicaFollower.firstDelay
    var isAnew = false
    while !Task.isCancelled {
      do {
        try await follow(board, anew: isAnew) { isAnew = false }
        delay = ReplicaFollower.firstDelay
      } catch {
        if Task.isCancelled { break }
        let failure = WAMPError(replica: error)
        if await isFinal(error) {
          board.change { $0.failure = failure }
          break
        }
        let wasWell = board.status.failure == nil
        board.change { $0.failure = failure }
        if failure.code == .changesUnavailable, !isAnew {
          isAnew = true
          continue
        }
        delay = wasWell ? ReplicaFollower.firstDelay : min(delay * 2, ReplicaFollower.longestDelay)
        try? await Task.sleep(for: delay)
      }
    }
    board.change { $0.phase = .ended }
    board.end()
  }

  /// Whether waiting can't help: the store refuses or is broken, the schemas differ, or the session is over.
  private func isFinal(_ error: any Error) async -> Bool {
    if let error = error as? StoreError { return !error.mayPass }
    switch await session.state {
    case .closed, .closing: return true
    case .open, .reconnecting: return false
    }
  }

  // MARK: - Following

  /// - Parameter begun: called when all is pulled anew, if that is to be.
  private func follow(_ board: ReplicaBoard, anew isAnew: Bool, _ begun: () -> Void) async throws {
    // Before anything is asked, so that nothing is missed.
    let news = try await calls.news()
    let source = try await calls.describe()
    let places = try check(source)
    var machine = try machine()
    if isAnew { machine.forget() }
    var stored = try position()
    try await write(machine.take(source), &stored)
    begun()
    try await write(machine.resume(), &stored)
    // What failed before may fail again.
    board.change { $0 = ReplicaStatus(machine, failure: $0.failure) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      let (signals, continuation) = AsyncStream.makeStream(
        of: UInt64.self, bufferingPolicy: .bufferingNewest(1))
      group.addTask {
        defer { continuation.finish() }
        for try await commit in news { continuation.yield(commit) }
      }
      group.addTask {
        // Cancelled with the group.
        while true {
          let id = session.id
          for _ in 0..<ReplicaFollower.pauses where session.id == id {
            try await Task.sleep(for: ReplicaFollower.pause)
          }
          continuation.yield(0)
        }
      }
      defer { group.cancelAll() }
      var iterator = signals.makeAsyncIterator()
      while true {
        try Task.checkCancellation()
        switch machine.question {
        case .rows(let query):
          let (rows, end) = try await calls.rows(query)
          try checkIsDescribed(end.place, by: source)
          try await write(machine.take(rows, end), &stored)
        case .log(let query):
          let (changes, end) = try await calls.log(query, places)
          try checkIsDescribed(end.place, by: source)
          try await write(machine.take(changes, end), &stored)
        case .nothing:
          board.change { $0 = ReplicaStatus(machine) }
          guard let commit = await iterator.next() else {
            try await group.next()
            throw WAMPError(.unavailable, "the news of \(self.source) ended")
          }
          if commit == 0 { machine.look() } else { machine.hear(of: commit) }
        }
        board.change { $0 = ReplicaStatus(machine) }
      }
    }
  }

  /// Looks whether the source is still the one that described itself: served anew it may have its tables in another order, or
  /// others, or newer records, and a router in between does not tell.
  private func checkIsDescribed(_ place: ReplicaPlace, by source: ReplicaSource) throws(WAMPError) {
    guard place.history != source.place.history else { return }
    throw WAMPError(.unavailable, "\(self.source) is served anew, and asked again what it has")
  }

  /// - Parameter position: where the store stands; where it stands then.
  private func write(_ writes: [ReplicaWrite], _ position: inout ReplicaPosition?) async throws {
    for write in writes {
      try await store.replicate(write, to: tables, of: source, after: position)
      position = write.position
    }
  }

  /// Looks whether the source has the tables, with records that go with the store's.
  ///
  /// - Returns: the places of the replica's tables by those of the source's; `nil` for others.
  private func check(_ source: ReplicaSource) throws -> [Int?] {
    for table in tables {
      guard let theirs = source.tables.first(where: { $0.name == table.name }) else {
        throw StoreError(noTable: table.name, at: self.source)
      }
      try store.check(table, takesRowsOf: theirs.description, from: self.source)
    }
    return source.tables.map { theirs in tables.firstIndex { $0.name == theirs.name } }
  }
}

extension ReplicaStatus {
  init(_ machine: ReplicaMachine, failure: WAMPError? = nil) {
    let position = machine.position
    let phase: Phase =
      switch position?.phase {
      case nil: .waiting
      case .rows(let table, _): .pulling(table: position?.tables[table] ?? "")
      case .catchingUp: .catchingUp
      case .following: .following
      }
    self.init(phase: phase, commit: position?.commit ?? 0, newest: machine.newest, failure: failure)
  }
}

extension WAMPError {
  /// What a replica says of a failure.
  fileprivate init(replica error: any Error) {
    switch error {
    case let error as WAMPError: self = error
    case let error as StoreError:
      switch error.code {
      case .schema, .schemaChanged, .unknownTable: self.init(.differentSchema, error.message)
      default: self.init(.storeFailed, error.message)
      }
    default: self.init(.unavailable, "\(error)")
    }
  }
}
