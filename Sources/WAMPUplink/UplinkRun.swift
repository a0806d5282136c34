internal import Logging
internal import WAMP
internal import WAMPClient
internal import WAMPRouter

/// An uplink at work, until it ends.
struct UplinkRun: Sendable {
  let router: Router
  let realm: String?
  let inside: WAMPSession
  let outside: WAMPSession
  /// Whether the session with the other router is the uplink's own.
  let closesOutside: Bool
  /// What is offered as soon as it is registered.
  let patterns: [URIPattern]
  let offered: OfferedProcedures
  let forwarders: [EventForwarder]
  /// Tells when procedures of the realm come and go; ends when the router stops.
  let procedureChanges: AsyncStream<Void>
  /// Tells when what is offered has to be looked at.
  let signals: AsyncStream<Void>
  let signal: AsyncStream<Void>.Continuation
  let logger: Logger

  /// When it offers again what was refused.
  private static let backOff = BackOff(first: .seconds(1), longest: .seconds(60))

  /// Offers and follows all that there is by now.
  ///
  /// - Throws: ``WAMPError`` naming what is refused.
  func begin() async throws -> [(EventForwarder, EventForwarder.Stream)] {
    try await offered.offer(wanted().sorted { $0.text < $1.text })
    var streams: [(EventForwarder, EventForwarder.Stream)] = []
    for forwarder in forwarders { streams += try await forwarder.subscribe().map { (forwarder, $0) } }
    return streams
  }

  /// Works until it is cancelled, the router stops or a session ends, and withdraws all then.
  ///
  /// - Throws: why a session was ended by others.
  func run(_ streams: [(EventForwarder, EventForwarder.Stream)]) async throws {
    let result: Result<Void, any Error>
    do {
      result = .success(try await work(streams))
    } catch is CancellationError {
      result = .success(())
    } catch {
      logger.error("the uplink ended", metadata: ["realm": "\(outside.realm)", "error": "\(error)"])
      result = .failure(error)
    }
    for (_, stream) in streams { try? await stream.events.cancel() }
    await end()
    try result.get()
  }

  /// Withdraws all that is offered.
  func end() async {
    signal.finish()
    await offered.withdraw()
    await inside.close()
    if closesOutside { await outside.close() }
  }

  private func work(_ streams: [(EventForwarder, EventForwarder.Stream)]) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for await _ in procedureChanges { signal.yield() } }
      group.addTask { if let reason = try await outside.closed { throw reason } }
      group.addTask {
        // The router that stops says so in several ways at once.
        if let reason = try await inside.closed, reason.code != .systemShutdown { throw reason }
      }
      group.addTask { try await follow() }
      for (forwarder, stream) in streams { group.addTask { try await forwarder.forward(stream) } }
      _ = try await group.next()
      group.cancelAll()
    }
  }

  /// Offers what is registered in the realm, as it comes and goes.
  private func follow() async throws {
    var (retry, attempt) = (Task<Void, Never>?.none, 0)
    defer { retry?.cancel() }
    for await _ in signals {
      retry?.cancel()
      if try await offered.follow(wanted()) {
        attempt = 0
        continue
      }
      let delay = Self.backOff.delay(attempt)
      attempt += 1
      retry = Task {
        // A cancelled one has nothing to tell.
        if (try? await Task.sleep(for: delay)) != nil { signal.yield() }
      }
    }
  }

  /// What is registered in the realm and to be offered.
  private func wanted() async throws -> Set<URIPattern> {
    Set(
      try await router.procedures(in: realm).filter { procedure in
        !URI.isReserved(procedure.text) && patterns.contains { $0.covers(procedure) }
      })
  }
}
