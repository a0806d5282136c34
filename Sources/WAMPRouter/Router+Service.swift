public import ServiceLifecycle
internal import UnixSignals

extension Router: Service {
  /// Serves until the group that runs it shuts down gracefully: then it stops as ``stop(drainingFor:)`` does, with the
  /// time that ``Limits/drainTime`` gives. When its task is cancelled it stops at once.
  ///
  /// A router listens as soon as it is started, before it is run.
  public func run() async throws {
    // Nothing but a cancelled task is thrown, and that is how it ends, too.
    try? await gracefulShutdown()
    await stop(drainingFor: Task.isCancelled ? .zero : reception.limits.drainTime)
  }

  /// Serves until the process gets a signal, and stops gracefully as ``run()`` does: for programs that run nothing else.
  ///
  /// - Parameter signals: what ends it. Further ones do nothing.
  /// - Throws: what a `ServiceGroup` throws if its task is cancelled.
  public func run(untilSignals signals: [Signal] = [.terminate, .interrupt]) async throws {
    let group = ServiceGroup(
      services: [self], gracefulShutdownSignals: signals.map(\.number), logger: reception.logger)
    try await group.run()
  }

  /// What a process is told from outside.
  public enum Signal: Sendable {
    /// SIGINT, as a terminal sends it for control-C.
    case interrupt
    /// SIGTERM, as whoever looks after services sends it.
    case terminate
    /// SIGHUP, as a terminal sends it when it goes.
    case hangUp

    fileprivate var number: UnixSignal {
      switch self {
      case .interrupt: .sigint
      case .terminate: .sigterm
      case .hangUp: .sighup
      }
    }
  }
}
