internal import NIOCore
internal import WAMP

/// A request that somebody waits for: it may have to wait for a connection, run out of time or be given up. Confined to
/// the session's event loop.
final class ClientRequest {
  typealias Handle = NIOLoopBoundBox<ClientRequest>
  /// Makes and sends the message; `nil` if there was nothing to ask.
  typealias Make = @Sendable (ClientConnection) throws -> RequestID?

  private enum Stage {
    case new
    /// Until there is a connection; the number names its place.
    case waiting(Int, Make)
    case sent(RequestID, ClientConnection)
    case over
  }

  private var stage = Stage.new
  /// Gives it up when its time is over.
  var clock: Scheduled<Void>?
  private var sent: EventLoopPromise<Bool>?
  private let fail: @Sendable (any Error) -> Void

  /// - Parameter fail: tells whoever waits that nothing will come.
  init(fail: @escaping @Sendable (any Error) -> Void) { self.fail = fail }

  var isNew: Bool {
    if case .new = stage { true } else { false }
  }

  /// Its place while it waits for a connection.
  var place: Int? {
    if case .waiting(let place, _) = stage { place } else { nil }
  }

  func wait(at place: Int, _ make: @escaping Make) { stage = .waiting(place, make) }

  /// Sends what waited.
  func send(on connection: ClientConnection) {
    if case .waiting(_, let make) = stage { send(on: connection, make) }
  }

  func send(on connection: ClientConnection, _ make: Make) {
    stage = .over
    do {
      if let request = try make(connection) { stage = .sent(request, connection) }
    } catch {
      fail(error)
    }
    tellSent()
  }

  /// - Returns: once it is sent: true; false if it never will be.
  func whenSent(on loop: any EventLoop) -> EventLoopFuture<Bool> {
    let promise = sent ?? loop.makePromise()
    sent = promise
    tellSent()
    return promise.futureResult
  }

  private func tellSent() {
    switch stage {
    case .new, .waiting: return
    case .sent: sent?.succeed(true)
    case .over: sent?.succeed(false)
    }
  }

  /// Sends a further part of a call.
  ///
  /// - Returns: false if the call is over.
  /// - Throws: ``WAMPError`` if the part cannot be sent; the call goes on.
  func sendPart(_ payload: Payload, of procedure: String, progress: Bool) throws -> Bool {
    guard case .sent(let request, let connection) = stage,
      let part = connection.session.continueCall(request, of: procedure, payload, progress: progress)
    else { return false }
    try connection.send(.call(part), withinLimits: "a part of the call of \(procedure)")
    return true
  }

  /// Ends it for whoever waits; what the router still answers is dropped.
  func giveUp(_ error: any Error) {
    let stage = stage
    stop()
    switch stage {
    case .new, .waiting: fail(error)
    case .sent(let request, let connection): connection.abandon(request, error)
    case .over: break
    }
  }

  /// Nobody waits any more, or it was answered.
  func stop() {
    stage = .over
    tellSent()
    clock?.cancel()
    clock = nil
  }
}
