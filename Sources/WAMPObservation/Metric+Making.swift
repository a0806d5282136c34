internal import CoreMetrics

extension Metric {
  /// The factory that the program bootstrapped; `nil` if there is none, so that nothing has to be counted for it.
  static var factory: (any MetricsFactory)? {
    let factory = MetricsSystem.factory
    return factory is NOOPMetricsHandler ? nil : factory
  }

  /// - Parameter values: those of the dimensions, in their order.
  func counter(_ values: [String] = [], from factory: any MetricsFactory) -> Counter {
    Counter(label: label, dimensions: named(values), factory: factory)
  }

  /// - Parameter values: those of the dimensions, in their order.
  func meter(_ values: [String] = [], from factory: any MetricsFactory) -> Meter {
    Meter(label: label, dimensions: named(values), factory: factory)
  }

  /// - Parameter values: those of the dimensions, in their order.
  func timer(_ values: [String] = [], from factory: any MetricsFactory) -> CoreMetrics.Timer {
    CoreMetrics.Timer(label: label, dimensions: named(values), factory: factory)
  }

  private func named(_ values: [String]) -> [(String, String)] {
    precondition(values.count == dimensions.count, "\(label) has the dimensions \(dimensions)")
    return Array(zip(dimensions, values))
  }
}

extension CoreMetrics.Timer {
  func record(since start: ContinuousClock.Instant) {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
