internal import WAMPObservation

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

  func report() async { metrics.report(await RouterReading(of: owners, reception)) }
}
