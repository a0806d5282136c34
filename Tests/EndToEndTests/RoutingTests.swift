import Flatwire
import NIOCore
import NIOPosix
import Programs
import Testing

@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct RoutingTests {
  @Test(arguments: SerializerKind.allCases)
  func `a call reaches a procedure of the router's process`(serializer: SerializerKind) async throws {
    try await withRouter { router in
      try await router.register(.usersGet) { request in
        try RecordBuffer<User>(.init(id: request.record.id, name: "Ann"))
      }
      let session = try await join(router, serializer)
      let user = try await session.call(.usersGet, .init(id: 7))
      #expect(user.record.id == 7)
      #expect(user.record.name.description == "Ann")
      await session.close()
    }
  }

  @Test(arguments: SerializerKind.allCases, SerializerKind.allCases)
  func `a call is routed to a callee of any serializer`(caller: SerializerKind, callee: SerializerKind)
    async throws
  {
    try await withRouter { router in
      let provider = try await join(router, callee)
      try await provider.register(.usersGet) { request in
        request.record.id == 0 ? nil : try RecordBuffer<User>(.init(id: request.record.id, name: "Bob"))
      }
      let session = try await join(router, caller)
      let user = try await session.call(.usersGet, .init(id: 9))
      #expect(user.record.name.description == "Bob")
      let error = await #expect(throws: WAMPError.self) {
        _ = try await session.call(.usersGet, .init(id: 0))
      }
      #expect(error?.code == .noSuchRecord)
      await session.close()
      await provider.close()
    }
  }

  @Test(arguments: SerializerKind.allCases, SerializerKind.allCases)
  func `an event reaches subscribers of any serializer`(publisher: SerializerKind, subscriber: SerializerKind)
    async throws
  {
    try await withRouter { router in
      let listener = try await join(router, subscriber)
      let events = try await listener.subscribe(to: .usersChanged)
      let session = try await join(router, publisher)
      let publication = try await session.publish(.init(id: 1, name: "Cem"), to: .usersChanged)
      for try await event in events {
        #expect(event.record.name.description == "Cem")
        #expect(event.publication == publication)
        break
      }
      await session.close()
      await listener.close()
    }
  }

  @Test(arguments: SerializerKind.allCases, SerializerKind.allCases)
  func `plain arguments reach a peer of any serializer`(caller: SerializerKind, callee: SerializerKind)
    async throws
  {
    let list: [Value] = [
      nil, true, -1, .uint(.max), 0.5, "ü", .bytes(SharedBytes([0, 255])), [1, ["a": []]],
    ]
    try await withRouter { router in
      let provider = try await join(router, callee)
      try await provider.register("com.example.echo") { call in call.payload }
      let session = try await join(router, caller)
      let payload = try await session.call("com.example.echo", list, keywords: ["k": "v"]).payload
      let answer = try payload.arguments()
      #expect(answer.list == list && answer.keywords == ["k": "v"])
      await session.close()
      await provider.close()
    }
  }

  @Test func `what the other format has no word for is an error for the caller, and no event`() async throws {
    try await withRouter { router in
      let text = try await join(router, .json)
      try await text.register("com.example.text") { call in call.payload }
      let binary = try await join(router, .cbor)
      try await binary.register("com.example.binary") { _ in Payload(arguments: [.double(.nan)]) }
      let asked = await #expect(throws: WAMPError.self) {
        _ = try await binary.call("com.example.text", [.double(.infinity)])
      }
      #expect(asked?.code == .invalidPayload)
      let answered = await #expect(throws: WAMPError.self) {
        _ = try await text.call("com.example.binary", [])
      }
      #expect(answered?.code == .invalidPayload)
      let own = await #expect(throws: WAMPError.self) {
        _ = try await text.call("com.example.binary", [.double(.nan)])
      }
      #expect(own?.code == .invalidPayload)

      let events = try await text.subscribe(to: "com.example.topic")
      try await binary.publish([.double(.nan)], to: "com.example.topic")
      try await binary.publish([1], to: "com.example.topic")
      for try await event in events {
        #expect(try event.payload.arguments().list == [1])
        break
      }
      await text.close()
      await binary.close()
    }
  }

  @Test func `an unknown procedure is an error for its caller only`() async throws {
    try await withRouter { router in
      let session = try await join(router, .cbor)
      let error = await #expect(throws: WAMPError.self) {
        _ = try await session.call(.usersGet, .init(id: 1))
      }
      #expect(error?.code == .noSuchProcedure)
      #expect(error?.message.contains("com.example.user.get") == true)
      await session.close()
    }
  }

  @Test func `an unknown realm is refused with its name`() async throws {
    try await withRouter { router in
      let error = await #expect(throws: WAMPError.self) {
        _ = try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: "elsewhere")
      }
      #expect(error?.code == .noSuchRealm)
      #expect(error?.message.contains("elsewhere") == true)
    }
  }
}

/// Runs a test with a router that is stopped afterwards.
func withRouter(
  _ limits: Router.Limits = Router.Limits(), schemas: SchemaOffer = .none,
  on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton, _ body: (Router) async throws -> Void
) async throws {
  let router = try await Router.start(
    [.webSocket(port: 0)], realms: ["realm1", "realm2"], schemas: schemas, limits: limits, group: group)
  do {
    try await body(router)
  } catch {
    await router.stop()
    throw error
  }
  await router.stop()
}

func join(_ router: Router, _ serializer: SerializerKind) async throws -> WAMPSession {
  try await WAMPSession.connect(
    to: "ws://127.0.0.1:\(router.port)/", realm: router.realm, serializers: [serializer])
}
