@testable import WAMP

extension ClientSession {
  /// A session that the router has let in.
  static func opened(by roles: Roles = .router, details: Options = [:]) -> Self {
    var session = Self(realm: "realm1")
    _ = session.open()
    _ = session.receive(.welcome(.init(session: SessionID(5), roles: roles, details: details)))
    return session
  }
}

extension [ClientSession<Int>.Action] {
  /// The messages to be sent.
  var sent: [Message] {
    compactMap { action in
      if case .send(let message) = action { message } else { nil }
    }
  }

  /// The requests that failed, by their tokens.
  var failures: [Int: WAMPError] {
    var failures: [Int: WAMPError] = [:]
    for case .failed(let error, let token) in self { failures[token] = error }
    return failures
  }

  /// Whether the session is over, and why.
  var end: (isOver: Bool, reason: WAMPError?) {
    for case .closed(let reason) in self { return (true, reason) }
    return (false, nil)
  }
}
