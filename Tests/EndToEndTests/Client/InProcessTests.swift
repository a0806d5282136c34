import Flatwire
import NIOPosix
import Programs
import Testing

/// Sessions of the router's own process.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct InProcessTests {
  /// On the router's event loops, and on one of their own.
  private func sessions(
    with router: Router, _ serializer: SerializerKind, _ body: (WAMPSession) async throws -> Void
  ) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    for loops in [MultiThreadedEventLoopGroup.singleton, group] {
      let session = try await WAMPSession.connect(
        to: router.inProcess(), realm: router.realm, serializers: [serializer], group: loops)
      try await session.closing(body)
    }
    try await group.shutdownGracefully()
  }

  @Test(arguments: SerializerKind.allCases)
  func `a session without a socket does what others do, and they reach it`(serializer: SerializerKind)
    async throws
  {
    try await withRouter { router in
      let remote = try await join(router, .flatbuffers)
      try await sessions(with: router, serializer) { session in
        let registration = try await session.register("com.example.echo") { call in
          try await call.progress?.send(call.payload)
          return call.payload
        }
        let events = try await session.subscribe(to: "com.example.", options: .init(match: .prefix))
        try await remote.publish([7], to: "com.example.number")
        for try await event in events {
          let list = try event.payload.arguments().list
          #expect(list == [7])
          break
        }
        let heard = try await remote.subscribe(to: "com.example.number")
        try await session.publish([8], to: "com.example.number")
        for try await event in heard {
          let list = try event.payload.arguments().list
          #expect(list == [8])
          break
        }
        for caller in [remote, session] {
          var parts = 0
          for try await part in try await caller.results(of: "com.example.echo", [3]) {
            let list = try part.arguments().list
            #expect(list == [3])
            parts += 1
          }
          #expect(parts == 2)
        }
        try await registration.cancel()
      }
      await remote.close()
    }
  }

  @Test(arguments: SerializerKind.allCases)
  func `much is handed over without loss, and what was copied is counted`(serializer: SerializerKind)
    async throws
  {
    try await withRouter { router in
      try await sessions(with: router, serializer) { session in
        try await session.register("com.example.echo") { $0.payload }
        // Text takes its time where nothing is optimised.
        let size = serializer.isText ? 1 << 14 : 1 << 20
        let large = Payload.binaryArgument(SharedBytes([UInt8](repeating: 7, count: size)))
        try await withThrowingTaskGroup { group in
          for _ in 0..<30 {
            group.addTask { try await session.call("com.example.echo", large).payload }
          }
          for try await payload in group { #expect(payload == large) }
        }
        // In text there are no payloads apart from messages.
        if serializer.isText { return }
        #expect(session.counters.snapshot.payloadBytesCopied[.inProcess] ?? 0 >= 60 << 20)
      }
      let sent = router.counters.snapshot
      #expect(serializer.isText || sent.payloadBytesCopied[.inProcess] ?? 0 >= 120 << 20)
      #expect(sent.payloadBytesUncopied == 0)
    }
  }

  @Test func `the router trusts its own process, under the role that it says`() async throws {
    try await withRouter { router in
      let trusted = try await WAMPSession.connect(to: router.inProcess(), realm: router.realm)
      #expect(trusted.authrole == "trusted")
      let named = try await WAMPSession.connect(to: router.inProcess(authrole: "backend"), realm: "realm2")
      #expect(named.authrole == "backend" && named.realm == "realm2")
      let error = await #expect(throws: WAMPError.self) {
        try await WAMPSession.connect(to: router.inProcess(), realm: "realm3")
      }
      #expect(error?.code == .noSuchRealm)
      await trusted.close()
      await named.close()
    }
  }

  @Test func `its own process may do everything, also where others may not`() async throws {
    let router = try await Router.start(.webSocket(host: "0.0.0.0", port: 0), realm: "realm1")
    let session = try await WAMPSession.connect(to: router.inProcess(), realm: router.realm)
    try await session.register("com.example.echo") { $0.payload }
    try await session.publish([1], to: "com.example.number")
    let count = try await session.call("wamp.session.count")
    #expect(try count.arguments().list == [1])
    let guest = try await WAMPSession.connect(
      to: router.inProcess(authrole: "guest"), realm: router.realm)
    let error = await #expect(throws: WAMPError.self) {
      try await guest.register("com.example.other") { $0.payload }
    }
    #expect(error?.code == .notAuthorized)
    await guest.close()
    await session.close()
    await router.stop()
  }

  @Test func `a router that stops ends its own sessions, too`() async throws {
    let router = try await Router.start(.webSocket(port: 0), realm: "realm1")
    let session = try await WAMPSession.connect(to: router.inProcess(), realm: router.realm)
    let events = try await session.subscribe(to: "com.example.number")
    await router.stop()
    let error = await #expect(throws: WAMPError.self) { for try await _ in events {} }
    #expect(error?.code == .systemShutdown)
    #expect(try await session.closed?.code == .systemShutdown)
  }

  @Test func `a session that is closed leaves nothing at the router`() async throws {
    try await withRouter { router in
      for _ in 0..<3 {
        let session = try await WAMPSession.connect(to: router.inProcess(), realm: router.realm)
        try await session.register("com.example.own") { _ in .none }
        await session.close()
        #expect(await session.state == .closed(nil))
      }
    }
  }
}
