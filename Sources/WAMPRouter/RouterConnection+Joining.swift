internal import Logging
internal import NIOCore
internal import WAMP
internal import WAMPTransport

extension RouterConnection {
  /// A client that says nothing must not keep its connection.
  func startHelloTimer() {
    let limit = limits.helloTimeout
    helloTimer = loop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) {
      self.refuse(WAMPError(.timeout, "no HELLO within \(limit)"))
    }
  }

  /// The client wants to join a realm: it has to show who it is.
  func begin(_ hello: Message.Hello) {
    let differing = schemas.differences(from: hello.details)
    if !differing.isEmpty {
      logger.info(
        "client has other versions of schemas",
        metadata: ["peer": "\(peer)", "schemas": "\(differing.joined(separator: ", "))"])
    }
    guard let replica = shared.replicas[hello.realm] else {
      return refuse(WAMPError(.noSuchRealm, "there is no realm \(hello.realm.quoted) here"))
    }
    self.replica = replica
    guard let trusted else { return authenticate(hello, by: replica.authentication) }
    var generator = SystemRandomNumberGenerator()
    let identity = Identity.trusted(as: trusted, using: &generator)
    join(hello, as: identity, session: .random(using: &generator))
  }

  /// Asks the realm's owner to let the client in.
  func join(_ hello: Message.Hello, as identity: Identity, session: SessionID) {
    let handle = Handle(self, eventLoop: loop)
    // Over FlatBuffers some clients announce nothing at all, which tells nothing of what they can do.
    let roles = hello.roles ?? .unannounced
    let outlet = Outlet(loop: shared.index, format: format)
    let transport = SessionTransport(type: trusted == nil ? "websocket" : "in-process", peer: peer)
    tellOwner { $0.join(handle, roles, as: identity, session: session, at: outlet, over: transport) }
  }

  /// The owner's answer to a HELLO.
  func joined(_ result: Result<(SessionID, Identity), WAMPError>) {
    switch result {
    case .success((let id, let identity)):
      guard let replica, let connection, let welcome = session.welcome(identity, as: id, to: replica.realm)
      else {
        return tellOwner { $0.leave(id) }
      }
      helloTimer?.cancel()
      helloTimer = nil
      endOpening()
      connection.maxMessageSize = limits.messageSize
      membership = Membership(
        in: replica, as: identity.authrole,
        answering: InlineCall(connection: connection, serializer: format, isAnnounced: session.isAnnounced))
      shortcut = membership
      replica.join(self, as: id)
      send(welcome)
    case .failure(let error): refuse(error)
    }
  }
}
