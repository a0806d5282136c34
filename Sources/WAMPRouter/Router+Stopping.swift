internal import NIOCore
internal import WAMPTransport

extension Router {
  /// Stops listening, and closes every session with `wamp.close.system_shutdown`.
  ///
  /// Returns when the sessions are closed, or after their clients had the time to answer that
  /// ``Limits/helloTimeout`` gives them.
  /// - Parameter time: how long calls that are under way, and events that wait for their turn, may still take before
  ///   the sessions are closed. No new session is opened meanwhile.
  public func stop(drainingFor time: Duration = .zero) async {
    for listener in listeners { await listener.stop() }
    for owner in owners.values {
      try? await owner.eventLoop.submit { owner.value.refuseSessions() }.get()
    }
    await drain(until: .now + time)
    for owner in owners.values {
      let closed = try? await owner.eventLoop.submit { owner.value.shutDown() }.get()
      for future in closed ?? [] { try? await future.get() }
    }
    await reporter?.stop()
    for loop in reception.loops { try? await loop.eventLoop.submit { loop.value.stop() }.get() }
  }

  /// Waits until no realm has anything under way; no longer than its task is wanted.
  private func drain(until deadline: ContinuousClock.Instant) async {
    while ContinuousClock.now < deadline, !Task.isCancelled {
      var isIdle = true
      for owner in owners.values {
        let isOwnerIdle = try? await owner.eventLoop.submit { owner.value.isIdle }.get()
        if isOwnerIdle == false { isIdle = false }
      }
      if isIdle { return }
      try? await Task.sleep(for: .milliseconds(10))
    }
  }
}
