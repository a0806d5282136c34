public import WAMPTransport

extension WAMPSession {
  /// Connects, runs a body with the session, and closes it, however the body ends.
  ///
  ///     try await WAMPSession.withSession(to: "ws://127.0.0.1:8080/ws", realm: "realm1") { session in
  ///       try await session.publish(["door", 3], to: "com.example.opened")
  ///     }
  ///
  /// The session comes back when its connection is lost, unless told otherwise: see ``Reconnection``. For all else that
  /// a session can be told, connect and call ``closing(_:)``.
  ///
  /// - Returns: what the body returns.
  /// - Throws: what connecting or the body throws.
  public static func withSession<Value>(
    to address: RouterAddress, realm: String, reconnection: Reconnection = Reconnection(),
    _ body: (WAMPSession) async throws -> Value
  ) async throws -> Value {
    try await connect(to: address, realm: realm, reconnection: reconnection).closing(body)
  }

  /// Runs a body with the session, and closes it, however the body ends.
  public func closing<Value>(_ body: (WAMPSession) async throws -> Value) async throws -> Value {
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(self))
    } catch {
      result = .failure(error)
    }
    await close()
    return try result.get()
  }
}
