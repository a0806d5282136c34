public import RecordStore
internal import WAMP
public import WAMPRouter

extension Router {
  /// Serves tables of a store to replicas: stores of other processes that follow it.
  ///
  ///     try await router.serveReplicas(
  ///       of: store, tables: [.table(.users), .table(.teams)], as: "com.example.replica")
  ///
  /// Registers `com.example.replica.describe`, `.rows` and `.log`, and publishes the number of the newest commit to
  /// `com.example.replica.committed`. Rows, and the records of the log, are sent from the store's own pages, without a copy.
  /// Who may follow it, the realm's permissions say. The store may be a replica itself.
  ///
  /// Each time this is called a part of the file's history begins, with a commit: replicas of a file that was restored from
  /// a copy afterwards, or lost its last commits, so find out.
  ///
  /// - Parameters:
  ///   - tables: those that replicas may have.
  ///   - prefix: what the URIs begin with.
  ///   - realm: one of the router's realms; `nil` is the first.
  /// - Throws: ``StoreError``: `changesUnavailable` if the store keeps no log of changes of all these tables, `unknownTable`
  ///   if it was not opened with one of them, `readOnly`; ``WAMPError`` if one of the procedures is registered already or the
  ///   router has no such realm. Nothing is registered then.
  @discardableResult
  public func serveReplicas(
    of store: Store, tables: [AnyTable], as prefix: String, in realm: String? = nil
  ) async throws -> ReplicaServing {
    let served = try tables.map { table throws(StoreError) in try store.served(table) }
    guard !served.isEmpty, Set(served.map(\.name)).count == served.count else {
      throw WAMPError(.invalidArgument, "\(prefix): replicas have at least one table, and each once")
    }
    let service = ReplicaService(tables: served, store: store, prefix: prefix)
    do {
      _ = try store.read { snapshot in try snapshot.logStart(of: served) }
    } catch let error as StoreError where error.code == .replicaIncomplete {
      // It will be whole.
    }
    try await store.beginHistory()
    var registered: [ReplicaProcedure] = []
    do {
      for procedure in ReplicaProcedure.allCases {
        try await registerInline(procedure.uri(prefix), in: realm) { service.responder(of: procedure, $0) }
        registered.append(procedure)
      }
      let changes = try store.changes(buffer: ChangeBuffer(commits: 16, bytes: 1 << 16))
      let task = try await startPublishing(to: ReplicaProcedure.committed(prefix), in: realm) { topic in
        defer { withExtendedLifetime(store) {} }
        try await service.publishNews(of: changes, to: topic)
      }
      return ReplicaServing(registered, as: prefix, by: self, in: realm, publishing: task)
    } catch {
      await ReplicaServing(registered, as: prefix, by: self, in: realm).cancel()
      throw error
    }
  }
}

extension ReplicaService {
  /// Publishes that something was committed. Commits that were made meanwhile are told at once.
  fileprivate func publishNews(of changes: StoreChanges, to topic: TopicPublisher) async throws {
    var last: UInt64 = 0
    for try await _ in changes {
      let place = try store.read { snapshot in try self.place(in: snapshot) }
      guard place.commit > last else { continue }
      last = place.commit
      let news = try ReplicaResults.record(ofNews: place)
      try await topic.publish([LocalEvent(.record(news, form: .passthru), details: [:])])
    }
  }
}
