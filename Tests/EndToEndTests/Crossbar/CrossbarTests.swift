import Flatwire
import Programs
import Testing

/// Our client in every role at a router that we did not write: Crossbar.io.
@Suite(.crossbar, .oneAtATime, .serialized, .timeLimit(.minutes(30))) struct CrossbarTests {
  /// What it speaks as it is published.
  private static let ways = Way.all(
    over: Way.Transport.allCases.filter { $0 != .inProcess }, in: [.cbor, .messagePack, .json]
  ).filter { $0.serializer != .json || !$0.isBatched }

  private func node() throws -> CrossbarNode { try #require(CrossbarNode.current) }

  @Test("by every way to Crossbar.io", arguments: Behaviour.all.enumerated().map { $0 })
  func behaviour(number: Int, behaviour: Behaviour) async throws {
    try await behaviour.check(
      by: Self.ways, at: node().places, number: number, despite: CrossbarDeviation.all[behaviour.name])
  }

  @Test func `each deviation is one of a behaviour, and no way is missing`() {
    #expect(Set(CrossbarDeviation.all.keys).isSubset(of: Behaviour.all.map(\.name)))
    #expect(Set(Self.ways).count == 24)
  }

  /// It asks its FlatBuffers serializer for batches, which that has not; for RawSocket its configuration does not take it.
  @Test func `FlatBuffers it does not speak, and says so`() async throws {
    let places = try node().places
    for transport in [Way.Transport.webSocket, .rawSocket] {
      let way = Way(transport: transport, serializer: .flatbuffers, isBatched: false)
      await #expect(throws: TransportError.self) { try await places.join(by: way) }
    }
  }

  /// The specification ends each message with byte 30, it with byte 0o30.
  @Test func `batches of JSON it ends in another way, and says so`() async throws {
    let places = try node().places
    let way = Way(transport: .webSocket, serializer: .json, isBatched: true)
    let error = await #expect(throws: WAMPError.self) { try await places.join(by: way) }
    #expect(error?.code == .transportLost && error?.closeCode == 1002)
    #expect(error?.message.contains("batch format error") == true)
  }

  /// It drops the attributes of passthru, which leaves one binary argument.
  @Test("a record goes there and back in each form", arguments: RecordForm.allCases)
  func forms(form: RecordForm) async throws {
    let places = try node().places
    let request = try RecordBuffer<UserKey>(.init(id: 7)).bytes
    let response = try RecordBuffer<User>(TestData.user(7))
    for way in Self.ways {
      let callee = try await places.join(by: way)
      let procedure = Procedure<UserKey, User>("com.example.form\(form.rawValue)")
      try await callee.register(procedure) { $0.record.id == 7 ? response : nil }
      let caller = try await places.join(by: way)
      let result = try await caller.call(procedure.uri, .record(request, form: form))
      #expect(result.payload.record?.bytes == response.bytes, "\(way)")
      await caller.close()
      await callee.close()
    }
  }

  @Test(arguments: Self.ways.filter { $0.transport == .webSocket })
  func `a client proves who it is by every method, and nobody else gets in`(way: Way) async throws {
    let places = try node().closedPlaces
    let key = try CryptosignKey(hexadecimal: String(repeating: "a1", count: 32))
    let other = try CryptosignKey(hexadecimal: String(repeating: "b2", count: 32))
    func proofs(_ secret: Secret, _ key: CryptosignKey) -> [(String, String, ClientAuthentication)] {
      [
        ("tina", "ticket", .ticket(secret)), ("carl", "wampcra", .wampCRA(secret: secret)),
        ("sal", "wampcra", .wampCRA(secret: secret)), ("scott", "scram", .scram(password: secret)),
        ("ann", "scram", .scram(password: secret, argon2id: Self.argon2id)),
        ("kay", "cryptosign", .cryptosign(key)),
      ]
    }
    for (name, method, proof) in proofs("pencil", key) {
      let session = try await places.join(by: way, authid: name, authentication: proof)
      #expect(session.authid == name && session.authrole == "user" && session.authmethod == method)
      await session.close()
    }
    for (name, method, proof) in proofs("pen", other) {
      await #expect(throws: WAMPError.self, "\(name) by \(method)") {
        try await places.join(by: way, authid: name, authentication: proof)
      }
    }
    await #expect(throws: WAMPError.self) { try await places.join(by: way) }
  }

  /// What argon2-cffi makes of two passwords, with the salt and costs that the node has.
  private static let argon2id: KeyDerivation.Argon2id = { password, salt, iterations, memory in
    try #require(salt == Array("sixteen bytes ok".utf8) && iterations == 4096 && memory == 512)
    let hash =
      password == Array("pencil".utf8)
      ? "0e14580ba0bbc0f6678bf811465b67b0a5fe1d8a5b456170953277ffe4a7c821"
      : String(repeating: "00", count: 32)
    return [UInt8](
      stride(from: 0, to: 64, by: 2).compactMap { UInt8(hash.dropFirst($0).prefix(2), radix: 16) })
  }

  @Test func `registrations and subscriptions are there again after the router was killed`() async throws {
    let node = try node()
    let ways = Self.ways.filter { !$0.isBatched || $0.transport == .webSocket }
    let policy = Reconnection(firstDelay: .milliseconds(50), maxDelay: .milliseconds(500))
    var sessions: [(callee: WAMPSession, events: Events<UntypedEvent>, caller: WAMPSession, id: SessionID)] =
      []
    for (index, way) in ways.enumerated() {
      let callee = try await node.places.join(by: way, reconnection: policy)
      try await callee.register("com.example.kept\(index).echo") { $0.payload }
      let events = try await callee.subscribe(
        to: "com.example.kept\(index).", options: .init(match: .prefix))
      let caller = try await node.places.join(by: way, reconnection: policy)
      sessions.append((callee, events, caller, callee.id))
    }
    await node.restart()
    for (index, session) in sessions.enumerated() {
      // Requests wait for a connection, and come after what is asked for again.
      _ = try await session.callee.call("wamp.session.count")
      #expect(session.callee.id != session.id)
      let list = try await session.caller.call("com.example.kept\(index).echo", [7]).list()
      #expect(list == [7], "\(ways[index])")
      try await session.caller.publish([8], to: "com.example.kept\(index).topic")
      for try await event in session.events {
        let list = try event.payload.arguments().list
        #expect(list == [8], "\(ways[index])")
        break
      }
      await session.callee.close()
      await session.caller.close()
    }
  }
}
