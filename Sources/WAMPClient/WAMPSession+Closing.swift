internal import NIOCore
public import WAMP

extension WAMPSession {
  /// How far a session is.
  public enum State: Sendable, Equatable {
    case open
    /// There is no connection for the time being, as the last one ended or could not be made for this reason; see
    /// ``Reconnection``.
    case reconnecting(WAMPError)
    /// GOODBYE was sent; nothing can be asked any more.
    case closing
    /// Over: `nil` if it was closed in order from here, else why.
    case closed(WAMPError?)
  }

  /// How far the session is at this moment.
  public var state: State {
    get async {
      let owner = owner
      let state = try? await owner.eventLoop.submit { owner.value.state }.get()
      // Only an event loop that was shut down answers nothing.
      return state ?? .closed(WAMPError(.transportLost, "the session's event loop was shut down"))
    }
  }

  /// Waits for the end of the session.
  ///
  ///     if let reason = try await session.closed { print("the router is gone: \(reason)") }
  ///
  /// The value is `nil` if the session was closed in order from here, else why it ended: the router's
  /// reason for its GOODBYE or ABORT, `wamp.error.protocol_violation` if it broke the protocol,
  /// `wamp.close.transport_lost` if the connection ended.
  ///
  /// - Throws: `CancellationError` if the task is cancelled; nothing else.
  public var closed: WAMPError? {
    get async throws {
      do {
        _ = try await ended.next()
        return nil
      } catch let reason as WAMPError {
        return reason
      }
    }
  }

  /// Leaves the realm and closes the connection.
  ///
  /// Returns once the router has answered, or did not in time. What is pending fails at once. Closing a
  /// closed session does nothing.
  public func close() async {
    let owner = owner
    try? await owner.eventLoop.flatSubmit { owner.value.close() }.get()
  }
}
