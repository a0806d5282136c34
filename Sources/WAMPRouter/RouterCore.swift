internal import Logging
internal import NIOCore
internal import WAMP

/// A procedure of the router's own process that may wait.
typealias LocalProcedure = @Sendable (Payload) async throws -> Payload

/// The owner of the realm: everything here happens on one event loop.
final class RouterCore {
  typealias Handle = NIOLoopBound<RouterCore>

  private var realm: Realm
  private var connections: [SessionID: ConnectionHandle] = [:]
  private var local: [RegistrationID: LocalProcedure] = [:]
  private var running: [RequestID: Task<Void, Never>] = [:]
  private var isShuttingDown = false
  private let loop: any EventLoop
  private let logger: Logger

  init(_ realm: Realm, on loop: any EventLoop, logger: Logger) {
    self.realm = realm
    self.loop = loop
    self.logger = logger
  }

  func join(_ connection: ConnectionHandle, _ hello: Message.Hello) {
    let name = realm.name
    let result: Result<SessionID, WAMPError>
    if isShuttingDown {
      result = .failure(WAMPError(.systemShutdown, "the router is shutting down"))
    } else if hello.realm != name {
      result = .failure(WAMPError(.noSuchRealm, "there is no realm \"\(hello.realm)\" here"))
    } else {
      let id = realm.unusedSessionID()
      realm.join(Member(id: id, authid: "anonymous", authrole: "anonymous", roles: hello.roles ?? Roles()))
      connections[id] = connection
      result = .success(id)
    }
    connection.perform { $0.joined(result, realm: name) }
  }

  func leave(_ session: SessionID) {
    guard connections.removeValue(forKey: session) != nil else { return }
    perform(realm.leave(session))
  }

  func receive(_ message: Message, from session: SessionID) {
    perform(realm.receive(message, from: session))
  }

  func publish(_ topic: String, _ payload: Payload) -> PublicationID {
    let (publication, actions) = realm.publish(topic, payload)
    perform(actions)
    return publication
  }

  func register(_ uri: String, _ procedure: @escaping LocalProcedure) throws {
    local[try realm.registerLocal(uri)] = procedure
  }

  /// Keeps others from registering a procedure that the connections answer themselves.
  func reserveInline(_ uri: String) throws {
    _ = try realm.registerLocal(uri)
  }

  /// - Returns: futures of the end of each connection.
  func shutDown() -> [EventLoopFuture<Void>] {
    isShuttingDown = true
    for task in running.values { task.cancel() }
    return connections.values.map { connection in
      connection.bound.eventLoop.flatSubmit {
        connection.bound.value.shutDown()
        return connection.bound.value.whenClosed
      }
    }
  }

  private func perform(_ actions: [RealmAction]) {
    for action in actions {
      switch action {
      case .send(let message, let session):
        connections[session]?.perform { $0.send(message) }
      case .deliver(let event, let sessions):
        deliver(.event(event), to: sessions)
      case .invokeLocal(let invocation):
        invoke(invocation)
      case .interruptLocal(let request):
        running[request]?.cancel()
      case .abort(let session, let error):
        connections[session]?.perform { $0.refuse(error) }
      }
    }
  }

  /// Serialises an event once per serializer and hands it to all receivers.
  private func deliver(_ event: Message, to sessions: [SessionID]) {
    var encoded: [SerializerKind: EncodedMessage] = [:]
    for session in sessions {
      guard let connection = connections[session] else { continue }
      do {
        let message = try encoded[connection.serializer] ?? connection.serializer.encode(event)
        encoded[connection.serializer] = message
        connection.perform { $0.send(message) }
      } catch {
        logger.error("event not sent", metadata: ["error": "\(error)"])
      }
    }
  }

  private func invoke(_ invocation: LocalInvocation) {
    guard let procedure = local[invocation.registration] else {
      let error = WAMPError(.noSuchProcedure, "no procedure \(invocation.procedure)")
      return perform(realm.fail(invocation.id, with: error))
    }
    let payload = invocation.payload
    let id = invocation.id
    let handle = Handle(self, eventLoop: loop)
    running[id] = Task {
      let result: Result<Payload, WAMPError>
      do {
        result = .success(try await procedure(payload))
      } catch {
        result = .failure(WAMPError(answering: error))
      }
      handle.eventLoop.execute { handle.value.answer(id, result) }
    }
  }

  private func answer(_ id: RequestID, _ result: Result<Payload, WAMPError>) {
    running[id] = nil
    switch result {
    case .success(let payload): perform(realm.answer(id, with: payload))
    case .failure(let error): perform(realm.fail(id, with: error))
    }
  }
}
