internal import NIOCore
public import WAMP

/// A procedure that a session offers.
public struct Registration: Sendable {
  /// The router's identifier of it.
  public let id: RegistrationID
  let session: WAMPSession

  /// Stops offering the procedure. Calls that are running go on.
  ///
  /// - Throws: ``WAMPError`` if the session has ended.
  public func cancel() async throws {
    _ = try await session.request { [id] connection, promise in
      guard let message = try connection.session.unregister(id, token: .promise(promise)) else {
        promise.succeed(.done)
        return nil
      }
      connection.handlers[id] = nil
      connection.send(.unregister(message))
      return message.request
    }
  }
}
