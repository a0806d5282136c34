internal import NIOCore
internal import WAMP
internal import WAMPObservation
internal import WAMPTransport

/// Reads at intervals what a router did, and tells its metrics.
actor MetricsReporter {
  /// So old is what a backend has at most.
  static let interval: Duration = .seconds(5)

  private var metrics: RouterMetrics
  private let owners: [String: RealmOwner.Handle]
  private let reception: Reception
  private var task: Task<Void, Never>?

  init(_ metrics: RouterMetrics, _ owners: [String: RealmOwner.Handle], _ reception: Reception) {
    self.metrics = metrics
    self.owners = owners
    self.reception = reception
  }

  func start() {
    task = Task { [weak self] in
      while !Task.isCancelled {
        try? await Task.sleep(for: MetricsReporter.interval)
        guard let self, !Task.isCancelled else { return }
        await self.report()
      }
    }
  }

  /// Reports a last time.
  func stop() async {
    task?.cancel()
    await report()
  }

  func report() async {
    var sessions: [String: Int] = [:]
    var published = 0
    var payloads = PayloadCounts()
    for (name, owner) in owners {
      // Only an event loop that was shut down answers nothing.
      let realm = try? await owner.eventLoop.submit { owner.value.realm.activity }.get()
      sessions[name] = realm?.sessions
      published += realm?.publications ?? 0
      if let realm { payloads += realm.payloads }
    }
    var reading = reception.reading
    reading.sessions = sessions
    reading.publishedEvents = published
    reading.payloads += payloads
    metrics.report(reading)
  }
}

extension Reception {
  /// What connections did, on all loops.
  fileprivate var reading: RouterReading {
    var reading = RouterReading()
    for tally in tallies { tally.add(to: &reading) }
    if let counts = configuration.quota?.counts {
      (reading.acceptedConnections, reading.refusedConnections) = (counts.accepted, counts.refused)
    }
    let sent = counters.snapshot
    reading.uncopiedBytes = sent.payloadBytesUncopied
    for (reason, bytes) in sent.payloadBytesCopied { reading.copiedBytes[reason.description] = bytes }
    reading.heldBytes = configuration.budget?.usedBytes ?? 0
    return reading
  }
}
