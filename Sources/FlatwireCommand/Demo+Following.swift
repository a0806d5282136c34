import Flatwire

/// What was published before, and what another store has of this one.
extension Demo {
  /// Begins a subscription with an event that was published before it.
  func replay(_ session: WAMPSession) async throws {
    for try await event in try await session.subscribe(to: .packagesChanged, replaying: .last(1)) {
      let record = event.record
      step(
        "10. Replayed event",
        "\(record.name) became \(record.version), publication \(event.publication)")
      return
    }
    throw DemoError(description: "the history has no event")
  }

  /// Follows the store with another one, and reads that.
  func replicate(_ store: Store, _ router: Router, _ session: WAMPSession) async throws {
    let prefix = "io.flatwire.demo.packages.replica"
    try await router.serveReplicas(of: store, tables: [.table(.packages)], as: prefix)
    let local = try Store(path: "\(path).replica", schema: PackagesSchema.schema)
    let start = ContinuousClock.now
    let replica = try await Replica(of: session, at: prefix, tables: [.table(.packages)], in: local)
    try await replica.whole()
    let time = elapsed(since: start)
    guard let name = packages.records.first?.name else { return }
    let (count, version) = try local.read { snapshot in
      (try snapshot.count(.packages), try snapshot.get(.packages, name)?.version.description)
    }
    guard let version, count == packages.records.count else {
      throw DemoError(description: "the replica has \(count) of \(packages.records.count) packages")
    }
    step("11. Replica", "\(count) packages in \(time); in it \(name) is \(version)")
    await replica.close()
  }
}
