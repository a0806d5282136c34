import Flatwire

/// The steps of `flatwire demo`.
struct Demo {
  let packages: DataSet
  let path: String

  private static let realm = "realm1"

  func run() async throws {
    let store = try await importPackages()
    let router = try await Router.start(.webSocket(port: 0), realm: Self.realm)
    try await PackageService(store: store).register(on: router)
    let history = try HistoryStore(at: "\(path).events")
    try await router.keepHistory(of: .packagesChanged, in: history)
    let url = "ws://127.0.0.1:\(router.port)/"
    step("2. Serve", "\(url), realm \(Self.realm)")

    let session = try await WAMPSession.connect(to: url, realm: Self.realm)
    step("3. Connect", "session \(session.id), \(session.serializer.subprotocol)")
    try await get(session)
    try await list(session)
    try await update(store, router, session)
    report(router)
    try await useTable(store, session)
    try await replay(session)
    try await replicate(store, router, session)
    await session.close()
    await router.stop()
  }

  private func importPackages() async throws -> Store {
    var options = Store.Options()
    // Replicas follow the log.
    options.changeLog = .on()
    let store = try Store(path: path, schema: PackagesSchema.schema, options: options)
    let start = ContinuousClock.now
    try await PackageImport(packages.records).run(into: store) { stored in
      print("   stored \(stored) of \(packages.records.count)")
    }
    let sections = Set(packages.records.map(\.section)).count
    step(
      "1. Import",
      "\(packages.records.count) packages in \(sections) sections from \(packages.source) in \(elapsed(since: start))"
    )
    return store
  }

  /// Calls `get` for the packages with the most dependencies, and for one that there is not.
  private func get(_ session: WAMPSession) async throws {
    step("4. Call", Procedure.packagesGet.uri)
    let wanted = packages.records.sorted { ($0.dependencies?.count ?? 0) > ($1.dependencies?.count ?? 0) }
    for package in wanted.prefix(3) {
      let start = ContinuousClock.now
      let result = try await session.call(.packagesGet, .init(name: package.name))
      let time = elapsed(since: start)
      let record = result.record
      print("   \(record.name) \(record.version), \(record.section), \(record.installedSize) KiB")
      print("     \(record.dependencies?.count ?? 0) dependencies, \(result.bytes.count) bytes, \(time)")
      if let first = record.description?.description.split(separator: "\n").first { print("     \(first)") }
    }
    do {
      _ = try await session.call(.packagesGet, .init(name: "no-such-package"))
      throw DemoError(description: "a package that does not exist was found")
    } catch let error as WAMPError where error.code == .noSuchRecord {
      print("   no-such-package: \(error)")
    }
  }

  /// Lists the largest section through the index.
  private func list(_ session: WAMPSession) async throws {
    let sections = Dictionary(grouping: packages.records, by: \.section)
    guard let largest = sections.max(by: { $0.value.count < $1.value.count }) else { return }
    let start = ContinuousClock.now
    let result = try await session.call(.packagesList, .init(section: largest.key))
    let names = result.record.names.array
    guard names.count == largest.value.count else {
      throw DemoError(
        description: "section \(largest.key) has \(names.count) of \(largest.value.count) packages")
    }
    step("5. List by index", "\(names.count) packages in \(largest.key), \(elapsed(since: start))")
    print("   \(names.prefix(5).joined(separator: ", ")), …")
  }

  /// Subscribes, updates a record, and publishes it as it is stored.
  private func update(_ store: Store, _ router: Router, _ session: WAMPSession) async throws {
    guard var package = packages.records.first else { return }
    let events = try await session.subscribe(to: .packagesChanged)
    let start = ContinuousClock.now
    package.version += "+demo"
    let updated = package
    try await store.write { txn in try txn.put(updated, in: .packages) }
    guard let stored = try store.pin(.packages, updated.name) else {
      throw DemoError(description: "\(updated.name) is gone")
    }
    try await router.publish(stored, to: .packagesChanged)
    for try await event in events {
      let record = event.record
      step("6. Event", "\(Topic.packagesChanged.uri), \(elapsed(since: start)) after the write began")
      print("   \(record.name) is now \(record.version), publication \(event.publication)")
      break
    }
  }

  /// Calls the exposed table as a program without the schema does, and observes it.
  private func useTable(_ store: Store, _ session: WAMPSession) async throws {
    guard var package = packages.records.first else { return }
    let prefix = PackageService.table
    let values = try await session.call("\(prefix).get", [.string(package.name)]).arguments().list
    let text = values.prefix(3).compactMap(\.stringValue).joined(separator: ", ")
    step("8. Plain arguments", "\(prefix).get(\"\(package.name)\") gives \(text), …")

    var live = session.table(.packages, at: prefix).observe().makeAsyncIterator()
    guard case .rows(let rows, _)? = try await live.next() else {
      throw DemoError(description: "a live query does not begin with the rows")
    }
    let start = ContinuousClock.now
    package.version += "+live"
    let updated = package
    try await store.write { txn in try txn.put(updated, in: .packages) }
    guard case .changes(let changes, _)? = try await live.next(), case .put(let record)? = changes.first
    else {
      throw DemoError(description: "a live query does not tell of a change")
    }
    let news = record.read { "\($0.name) is now \($0.version)" }
    step("9. Live query", "\(rows.count) rows, then \(news), \(elapsed(since: start)) after the write began")
  }

  private func report(_ router: Router) {
    let sent = router.counters.snapshot
    step("7. Sent by the server", "\(sent.sendCalls) sendmsg calls")
    print("   payload bytes sent from where they lie: \(sent.payloadBytesUncopied)")
    print("   payload bytes copied on the server: \(sent.totalPayloadBytesCopied)")
    for (reason, count) in sent.payloadBytesCopied { print("     \(reason): \(count)") }
  }

  func step(_ title: String, _ text: String) {
    print("\(title): \(text)")
  }

  func elapsed(since start: ContinuousClock.Instant) -> String {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    return microseconds < 10_000 ? "\(microseconds) µs" : "\(microseconds / 1000) ms"
  }
}

/// Something the demo expected did not happen.
struct DemoError: Error, CustomStringConvertible {
  let description: String
}
