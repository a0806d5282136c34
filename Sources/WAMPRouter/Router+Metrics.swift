extension Router {
  /// Tells the metrics backend what happened until now, which otherwise it is told every 5 seconds: for whoever is about to read
  /// the backend.
  ///
  /// Does nothing if no backend of swift-metrics was bootstrapped when the router was started.
  public func reportMetrics() async {
    await reporter?.report()
  }
}
