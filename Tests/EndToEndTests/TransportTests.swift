import Flatwire
import Foundation
import NIOPosix
import Programs
import Testing

/// One router on several endpoints: who comes over which transport makes no difference.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct TransportTests {
  /// Runs a test with a router that listens on a port and on a Unix socket, for both transports on each.
  private func withEndpoints(
    _ limits: Router.Limits = Router.Limits(), _ body: (Router, _ urls: [String]) async throws -> Void
  ) async throws {
    let socket = "/tmp/flatwire-\(UUID().uuidString.prefix(8)).sock"
    let router = try await Router.start(
      [.universal(port: 0), .universal(.unix(path: socket))], realms: ["realm1"], limits: limits)
    let urls =
      ["ws", "rs"].map { "\($0)://127.0.0.1:\(router.port)" }
      + ["ws", "rs"].map { "\($0)+unix://\(socket)" }
    let result = await Result.of { try await body(router, urls) }
    await router.stop()
    #expect(!FileManager.default.fileExists(atPath: socket))
    try result.get()
  }

  @Test func `callers, callees, publishers and subscribers meet over every transport`() async throws {
    try await withEndpoints { router, urls in
      #expect(router.addresses.count == 2)
      for (index, url) in urls.enumerated() {
        for serializer in SerializerKind.allCases {
          let callee = try await WAMPSession.connect(to: url, realm: "realm1", serializers: [serializer])
          let caller = try await WAMPSession.connect(
            to: urls[(index + 1) % urls.count], realm: "realm1", serializers: [serializer])
          try await callee.register("com.example.echo") { $0.payload }
          let answer = try await caller.call("com.example.echo", ["x"])
          #expect(try answer.payload.arguments().list == ["x"])
          let events = try await callee.subscribe(to: "com.example.topic")
          try await caller.publish([7], to: "com.example.topic", options: .init(acknowledge: true))
          var iterator = events.makeAsyncIterator()
          let event = try await iterator.next()
          #expect(try event?.payload.arguments().list == [7])
          await caller.close()
          await callee.close()
        }
      }
    }
  }

  @Test func `a stored record leaves without a copy over RawSocket, and Autobahn reads it`() async throws {
    try await withStore { store in
      try await withEndpoints { router, urls in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        for url in [urls[1], urls[3]] {
          let seen = try await AutobahnPeer.run(
            url: url.replacing("rs+unix://", with: "rs://unix:"), realm: "realm1",
            [
              [
                "do": "call", "procedure": Procedure.usersGet.uri, "table": "example.UserKey",
                "fields": ["id": 7], "response": "example.User",
              ]
            ])
          #expect(seen.first?["protocol"] as? String == "rawsocket")
          let result = try #require(seen.first { $0["event"] as? String == "result" })
          #expect(result.record["name"] as? String == "User 7")
          #expect(seen.last?["clean"] as? Bool == true)
        }
        #expect(router.counters.snapshot.totalPayloadBytesCopied == 0)
        #expect(router.counters.snapshot.payloadBytesUncopied > 0)
      }
    }
  }

  @Test(arguments: ["wss", "rss"])
  func `over TLS, Autobahn calls what a client of ours registered`(scheme: String) async throws {
    try await Certificates.with { certificates in
      try await certificates.issue("router", for: "DNS:localhost")
      var endpoint = Endpoint.universal(port: 0)
      endpoint.tls = ServerTLS(
        certificateChain: certificates.chain(of: "router"), privateKey: certificates.key(of: "router"))
      let router = try await Router.start([endpoint], realms: ["realm1"])
      var configuration = ConnectionConfiguration()
      configuration.tls = ClientTLS(trustRoots: certificates.authority)
      let url = "\(scheme)://localhost:\(router.port)"
      let callee = try await WAMPSession.connect(to: url, realm: "realm1", configuration: configuration)
      try await callee.register("com.example.echo") { $0.payload }
      let seen = try await AutobahnPeer.run(
        url: url, realm: "realm1", trusting: certificates.authority,
        [["do": "call", "procedure": "com.example.echo", "args": ["over \(scheme)"]]])
      let result = try #require(seen.first { $0["event"] as? String == "result" })
      #expect(result["args"] as? [String] == ["over \(scheme)"])
      #expect(seen.last?["clean"] as? Bool == true)
      await callee.close()
      await router.stop()
    }
  }

  /// A client whose transport takes messages of at most 1 KiB.
  private func small(_ url: String) async throws -> WAMPSession {
    var configuration = ConnectionConfiguration()
    configuration.maxMessageSize = 1024
    return try await WAMPSession.connect(to: url, realm: "realm1", configuration: configuration)
  }

  private func refused(_ call: () async throws -> CallResult) async -> String {
    let error = await #expect(throws: WAMPError.self) { _ = try await call() }
    #expect(error?.code == .payloadSizeExceeded)
    return error?.message ?? ""
  }

  @Test func `what is larger than a client of RawSocket accepts is an error for who waits for it`()
    async throws
  {
    try await withStore { store in
      try await withEndpoints { router, urls in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        let large = Value.string(String(repeating: "x", count: 2000))
        try await router.register(.searchesFind, reading: store) { _, _, _ in
          throw WAMPError(.init("com.example.error"), payload: Payload(arguments: [large]))
        }
        let other = try await WAMPSession.connect(to: urls[0], realm: "realm1")
        try await other.register("com.example.large") { _ in Payload(arguments: [large]) }
        let client = try await small(urls[1])
        #expect(client.routerLimits.maxMessageSize == 16 << 20)
        try await client.register("com.example.echo") { $0.payload }
        let events = try await client.subscribe(to: "com.example.topic")

        // Answered in the router, from the store, and by another client.
        let record = await #expect(throws: WAMPError.self) {
          _ = try await client.call(.usersGet, .init(id: 7))
        }
        #expect(record?.code == .payloadSizeExceeded && record?.message.contains("accepts 1024") == true)
        let result = await refused { try await client.call("com.example.large", []) }
        #expect(result.contains("the result takes 20") && result.contains("accepts 1024"), "\(result)")
        let invocation = await refused { try await other.call("com.example.echo", [large]) }
        #expect(invocation.contains("the invocation takes 2"), "\(invocation)")

        // An error that is too large comes without what it carries.
        let error = await #expect(throws: WAMPError.self) {
          _ = try await client.call(.searchesFind, .init(text: "x"))
        }
        #expect(error?.code.rawValue == "com.example.error" && error?.payload == Payload.none)

        // An event that is too large is lost to this client; it stays, and gets the next one.
        for value in [large, "small"] {
          try await other.publish([value], to: "com.example.topic", options: .init(acknowledge: true))
        }
        var iterator = events.makeAsyncIterator()
        let event = try await iterator.next()
        #expect(try event?.payload.arguments().list == ["small"])
        await client.close()
        await other.close()
      }
    }
  }

  @Test func `a part of a result that a client of RawSocket does not accept ends the call, once`()
    async throws
  {
    try await withEndpoints { router, urls in
      let callee = try await WAMPSession.connect(to: urls[0], realm: "realm1")
      try await callee.register("com.example.parts") { call in
        for count in [10, 2000, 2000, 10] {
          try? await call.progress?.send(Payload(arguments: [.string(String(repeating: "x", count: count))]))
        }
        // Of all that the caller gets this comes last. By now the handler may be cancelled, and calls nobody itself.
        await Task { _ = try? await callee.call("com.example.seen") }.value
        return .none
      }
      var configuration = ConnectionConfiguration()
      configuration.maxMessageSize = 1024
      let events = try await ScriptedPeer.connect(
        to: router, over: .rawSocket, configuration: configuration, saying: [ScriptedPeer.hello]
      ) { message in
        switch message {
        case .welcome: [.register(.init(request: RequestID(1), procedure: "com.example.seen"))]
        case .registered:
          [.call(.init(request: RequestID(2), procedure: "com.example.parts", receiveProgress: true))]
        default: []
        }
      }
      var answers: [String] = []
      reading: for await event in events {
        switch event {
        case .message(.invocation): break reading
        case .message(.result(let result)): answers.append(result.progress ? "part" : "result")
        case .message(.error(let error)): answers.append(error.error)
        case .closed(let reason): Issue.record("closed: \(reason)")
        default: break
        }
      }
      #expect(answers == ["part", "wamp.error.canceled"])
      await callee.close()
    }
  }

  @Test func `a client of RawSocket that accepts no CHALLENGE is cut off at once`() async throws {
    let authentication = Authentication(
      principals: [Principal("joe", role: "user", .wampCRA(secret: "secret"))])
    let router = try await Router.start(.universal(port: 0), realm: "realm1", authentication: authentication)
    var configuration = ConnectionConfiguration()
    configuration.maxMessageSize = 512
    let name = String(repeating: "n", count: 400)
    let hello = Message.Hello(realm: "realm1", roles: .client, authmethods: ["wampcra"], authid: name)
    var seen: [ScriptedPeer.Event] = []
    let time = try await ContinuousClock().measure {
      for await event in try await ScriptedPeer.connect(
        to: router, over: .rawSocket, configuration: configuration, saying: [.hello(hello)])
      { seen.append(event) }
    }
    guard case .closed? = seen.first, seen.count == 1 else {
      Issue.record("\(seen)")
      return
    }
    // Sooner than one that says nothing.
    #expect(time < .seconds(5))
    await router.stop()
  }

  @Test func `a client does not send what the router's RawSocket does not accept`() async throws {
    var limits = Router.Limits()
    // Announced as the power of two below it.
    limits.messageSize = 100_000
    try await withEndpoints(limits) { _, urls in
      let client = try await WAMPSession.connect(to: urls[1], realm: "realm1")
      #expect(client.routerLimits.maxMessageSize == 65_536)
      let text = await refused {
        try await client.call("com.example.x", [.string(String(repeating: "x", count: 70_000))])
      }
      #expect(text.contains("takes 70") && text.contains("accepts 65536"), "\(text)")
      await client.close()
    }
  }
}
