import Flatwire
import Programs
import Testing

/// Sessions that go on after an outage as if there had been none.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct ResumingTests {
  private func numbers(_ events: Events<UntypedEvent>, _ count: Int) async throws -> [Int64] {
    var numbers: [Int64] = []
    for try await event in events.prefix(count) {
      numbers += try event.payload.arguments().list.compactMap(\.intValue)
    }
    return numbers
  }

  @Test(arguments: SerializerKind.allCases)
  func `an outage loses no event and leaves no registration behind`(serializer: SerializerKind) async throws {
    try await withRouter { router in
      let wire = try await Wire.start(to: router.port)
      let session = try await wire.connect(serializer)
      let events = try await session.subscribe(to: "com.example.", options: .init(match: .prefix))
      try await session.register("com.example.echo") { $0.payload }
      let other = try await join(router, serializer)
      let id = session.id
      var number: Int64 = 0
      func publish(_ count: Int) async throws {
        for _ in 0..<count {
          number += 1
          try await other.publish([.int(number)], to: "com.example.number")
        }
      }
      for _ in 0..<5 {
        try await publish(20)
        try await wire.outage(of: session) { try await publish(20) }
        #expect(session.id == id)
        let answer = try await other.call("com.example.echo", [7])
        #expect(try answer.arguments().list == [7])
      }
      try await publish(1)
      #expect(try await numbers(events, Int(number)) == Array(1...number))
      await session.close()
      let error = await #expect(throws: WAMPError.self) { try await other.call("com.example.echo") }
      #expect(error?.code == .noSuchProcedure)
      await other.close()
      wire.cut()
    }
  }

  @Test func `who comes back is shown that the router knows it, each time anew`() async throws {
    let keys = try ScramKeys(password: "pencil", salt: Array("sixteen bytes ok".utf8), iterations: 4096)
    let router = try await Router.start(
      .webSocket(port: 0), realm: "realm1",
      authentication: Authentication(principals: [Principal("joe", role: "user", .scram(keys))]))
    let wire = try await Wire.start(to: router.port)
    let session = try await WAMPSession.connect(
      to: "ws://127.0.0.1:\(wire.port)/", realm: "realm1", authid: "joe",
      authentication: .scram(password: "pencil"), reconnection: .quick)
    let id = session.id
    for _ in 0..<2 {
      try await wire.outage(of: session)
      #expect(session.id == id && session.authid == "joe" && session.authrole == "user")
    }
    await session.close()
    wire.cut()
    await router.stop()
  }

  @Test func `calls of a handler wait for it, and its answers reach their callers`() async throws {
    try await withRouter { router in
      let wire = try await Wire.start(to: router.port)
      let session = try await wire.connect()
      let (starts, started) = AsyncStream.makeStream(of: Void.self)
      let (ends, end) = AsyncStream.makeStream(of: Void.self)
      try await session.register("com.example.slow") { call in
        started.yield()
        for await _ in ends { break }
        return call.payload
      }
      try await session.register("com.example.echo") { $0.payload }
      let other = try await join(router, .cbor)
      // One is running when the connection is lost and answered meanwhile; one is made meanwhile.
      let running = Task { try await other.call("com.example.slow", [1]) }
      for await _ in starts { break }
      var waiting: Task<CallResult, any Error>?
      try await wire.outage(of: session) {
        waiting = Task { try await other.call("com.example.echo", [2]) }
        end.yield()
        try await Task.sleep(for: .milliseconds(50))
      }
      #expect(try await running.value.arguments().list == [1])
      #expect(try await waiting?.value.arguments().list == [2])
      await session.close()
      await other.close()
      wire.cut()
    }
  }

  @Test func `what was ended during an outage is over`() async throws {
    try await withRouter { router in
      let wire = try await Wire.start(to: router.port)
      let session = try await wire.connect()
      let events = try await session.subscribe(to: "com.example.number")
      let registration = try await session.register("com.example.echo") { $0.payload }
      let other = try await join(router, .cbor)
      try await wire.outage(of: session) {
        try await events.cancel()
        try await registration.cancel()
      }
      // The router is asked in the order in which this happens.
      try await session.publish([1], to: "com.example.last")
      let error = await #expect(throws: WAMPError.self) { try await other.call("com.example.echo") }
      #expect(error?.code == .noSuchProcedure)
      let subscription = try await other.call("wamp.subscription.lookup", ["com.example.number"])
      #expect(try subscription.arguments().list == [.null])
      await session.close()
      await other.close()
      wire.cut()
    }
  }

  @Test func `no more sessions go on than may`() async throws {
    var limits = Router.Limits()
    limits.resumableSessions = 1
    try await withRouter(limits) { router in
      var wires: [Wire] = []
      var sessions: [WAMPSession] = []
      for goesOn in [true, false] {
        let wire = try await Wire.start(to: router.port)
        let session = try await wire.connect()
        let id = session.id
        try await wire.outage(of: session)
        #expect((session.id == id) == goesOn)
        wires.append(wire)
        sessions.append(session)
      }
      for session in sessions { await session.close() }
      for wire in wires { wire.cut() }
    }
  }

  @Test func `a session whose messages took too much starts anew`() async throws {
    var limits = Router.Limits()
    limits.resumptionBytes = 10_000
    try await withRouter(limits) { router in
      let wire = try await Wire.start(to: router.port)
      let session = try await wire.connect()
      let events = try await session.subscribe(to: "com.example.number")
      try await session.register("com.example.echo") { $0.payload }
      let id = session.id
      let other = try await join(router, .cbor)
      try await wire.outage(of: session) {
        for number in 0..<200 as Range<Int64> {
          try await other.publish([.int(number)], to: "com.example.number")
        }
      }
      #expect(session.id != id)
      while await (try? other.call("com.example.echo", [3])) == nil {
        try await Task.sleep(for: .milliseconds(10))
      }
      try await other.publish([1000], to: "com.example.number")
      #expect(try await numbers(events, 1) == [1000])
      await session.close()
      await other.close()
      wire.cut()
    }
  }

  @Test func `a session whose client does not come back ends, and a router may keep none`() async throws {
    for time in [Duration.milliseconds(50), .zero] {
      var limits = Router.Limits()
      limits.resumptionTime = time
      try await withRouter(limits) { router in
        let wire = try await Wire.start(to: router.port)
        let session = try await wire.connect()
        try await session.register("com.example.echo") { $0.payload }
        let id = session.id
        let other = try await join(router, .cbor)
        try await wire.outage(of: session) {
          while true {
            let error = await #expect(throws: WAMPError.self) {
              try await other.call("com.example.echo", options: .init(timeout: .milliseconds(200)))
            }
            if error?.code == .noSuchProcedure { break }
          }
        }
        #expect(session.id != id)
        await session.close()
        await other.close()
        wire.cut()
      }
    }
  }

  @Test func `nobody resumes a session with another token`() async throws {
    try await withRouter { router in
      let wire = try await Wire.start(to: router.port)
      let session = try await wire.connect()
      for token in ["", "guessed"] {
        let hello = Message.hello(
          .init(
            realm: "realm1", roles: .client, resumable: true, resumeSession: session.id,
            resumeToken: token, details: ["x_flatwire_received": 0]))
        let events = try await ScriptedPeer.connect(to: router, saying: [hello])
        let welcome = try #require(await Self.welcome(events))
        #expect(!welcome.resumed && welcome.session != session.id)
      }
      #expect(try await session.publish([1], to: "com.example.number") != nil)
      await session.close()
      wire.cut()
    }
  }

  @Test func `of connections that resume one session at once each has one, and no session is without one`()
    async throws
  {
    try await withRouter { router in
      let observer = try await join(router, .cbor)
      func list() async throws -> [Value] {
        let list = try await observer.call("wamp.session.list").arguments().list.first?.listValue ?? []
        return list.filter { $0.unsignedValue != observer.id.rawValue }
      }
      for _ in 0..<20 {
        var hello = Message.Hello(realm: "realm1", roles: .client, resumable: true)
        let first = try await ScriptedPeer.connect(
          to: router, saying: [.hello(hello)], reaction: Self.leaving)
        let welcome = try #require(await Self.welcome(first))
        (hello.resumeSession, hello.resumeToken) = (welcome.session, welcome.resumeToken)
        hello.details = ["x_flatwire_received": 0]
        let again = Message.hello(hello)
        async let second = ScriptedPeer.connect(to: router, saying: [again], reaction: Self.leaving)
        async let third = ScriptedPeer.connect(to: router, saying: [again], reaction: Self.leaving)
        let peers = try await [second, third]
        var ids = [welcome.session]
        for peer in peers { ids.append(try #require(await Self.welcome(peer)).session) }
        let sessions = try await list()
        _ = try await observer.call("wamp.session.kill_all")
        var ended: [SessionID] = []
        for (peer, id) in zip([first] + peers, ids) {
          for await case .message(.goodbye) in peer { ended.append(id) }
        }
        #expect(ended.contains(welcome.session))
        #expect(ended.map(\.rawValue).sorted() == sessions.compactMap(\.unsignedValue).sorted())
        #expect(try await list() == [])
      }
      await observer.close()
    }
  }

  private static let leaving: ScriptedPeer.Reaction = { message in
    guard case .goodbye = message else { return [] }
    return [.goodbye(.init(reason: "wamp.close.goodbye_and_out"))]
  }

  private static func welcome(_ events: AsyncStream<ScriptedPeer.Event>) async -> Message.Welcome? {
    guard case .message(.welcome(let welcome))? = await events.first(where: { _ in true }) else { return nil }
    return welcome
  }
}
