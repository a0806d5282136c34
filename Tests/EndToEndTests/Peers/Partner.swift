import Flatwire
import Synchronization

/// A session of ours as the other side of a foreign client, with URIs for one way of its.
struct Partner: Sendable {
  let prefix: String

  init(_ session: WAMPSession, _ prefix: String, _ store: Store) async throws {
    self.prefix = prefix
    try await offer(on: session, store)
    try await drive(on: session)
  }

  /// What the foreign client has to do.
  func actions(withRecords: Bool) -> [[String: Any]] {
    func uri(_ name: String) -> String { "\(prefix).\(name)" }
    func call(_ name: String, _ more: [String: Any] = [:]) -> [String: Any] {
      ["do": "call", "procedure": uri(name)].merging(more) { $1 }
    }
    return [
      ["do": "register", "procedure": uri("own"), "args": ["own"]],
      ["do": "register", "procedure": uri("own_failing"), "error": "com.example.error.own", "args": ["x"]],
      ["do": "register", "procedure": uri("own_parts"), "parts": [1, 2], "args": ["done"]],
      ["do": "register", "procedure": uri("own_pattern."), "match": "prefix", "args": ["pattern"]],
      ["do": "subscribe", "topic": uri("topic")],
      ["do": "subscribe", "topic": uri("wild."), "match": "prefix"],
      ["do": "publish", "topic": uri("heard"), "args": [4]],
      call("what_was_heard"),
      call("drive"),
      ["do": "wait", "for": "event", "count": 3],
      call("echo", ["args": [1, "two"]]),
      call("failing"),
      call("parts", ["in_parts": true]),
      ["do": "subscribe", "topic": uri("began")],
      ["do": "give_up", "procedure": uri("slow"), "for": "event", "count": 4],
      call("was_interrupted"),
      call("plain", ["args": [7]]),
    ]
      + (withRecords
        ? [call("get", ["table": "example.UserKey", "fields": ["id": 7], "response": "example.User"])] : [])
  }

  /// What the foreign client calls and publishes to.
  private func offer(on session: WAMPSession, _ store: Store) async throws {
    try await session.register("\(prefix).echo") { $0.payload }
    try await session.register("\(prefix).failing") { _ in
      throw WAMPError(.init("com.example.error.tired"), payload: Payload(arguments: ["why", 7]))
    }
    try await session.register("\(prefix).parts") { call in
      for part in [1, 2] as [Value] { try await call.progress?.send(Payload(arguments: [part])) }
      return Payload(arguments: ["done"])
    }
    try await session.register(Procedure<UserKey, User>("\(prefix).get")) {
      try store.pin(.users, $0.record.id)
    }
    try await session.register(
      Procedure<UserKey, User>("\(prefix).plain", schema: User.embeddedSchema)
    ) { try store.pin(.users, $0.record.id) }
    let (ends, ended) = AsyncStream.makeStream(of: Bool.self)
    let began = "\(prefix).began"
    try await session.register("\(prefix).slow") { _ in
      try await session.publish([0], to: began)
      try? await Task.sleep(for: .seconds(100))
      ended.yield(Task.isCancelled)
      return .none
    }
    try await session.register("\(prefix).was_interrupted") { _ in
      for await isInterrupted in ends { return Payload(arguments: [.bool(isInterrupted)]) }
      return .none
    }
    let heard = try await session.subscribe(to: "\(prefix).heard")
    try await session.register("\(prefix).what_was_heard") { _ in
      for try await event in heard { return event.payload }
      return .none
    }
  }

  /// When this is called, the session calls what the foreign client has registered, and publishes what that
  /// subscribes to; the result tells what came of it.
  private func drive(on session: WAMPSession) async throws {
    let prefix = prefix
    try await session.register("\(prefix).drive") { _ in
      var seen = try await session.call("\(prefix).own", [5]).list()
      do {
        seen += try await session.call("\(prefix).own_failing").list()
      } catch let error as WAMPError {
        seen.append(.string(error.code.rawValue))
      }
      for try await part in try await session.results(of: "\(prefix).own_parts") { seen += try part.list() }
      seen += try await session.call("\(prefix).own_pattern.x", [6]).list()
      try await session.publish([1], to: "\(prefix).topic")
      try await session.publish([2], to: "\(prefix).topic")
      try await session.publish([3], to: "\(prefix).wild.x")
      return Payload(arguments: seen)
    }
  }
}
