import Flatwire
import Logging
import Programs
import Testing

/// All of the protocol without a schema: arguments, options and details.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct UntypedTests {
  @Test(arguments: SerializerKind.allCases, SerializerKind.allCases)
  func `arguments and keywords go to a handler and back`(caller: SerializerKind, callee: SerializerKind)
    async throws
  {
    try await withRouter { router in
      let provider = try await join(router, callee)
      try await provider.register("com.example.add") { call in
        let (list, keywords) = try call.payload.arguments()
        let sum = list.compactMap(\.intValue).reduce(0, +)
        return Payload(arguments: [.int(sum)], keywords: ["unit": keywords["unit"] ?? nil])
      }
      let session = try await join(router, caller)
      let result = try await session.call("com.example.add", [2, 3], keywords: ["unit": "m"])
      let (list, keywords) = try result.arguments()
      #expect(list == [5])
      #expect(keywords == ["unit": "m"])
      #expect(!result.progress)
      await session.close()
      await provider.close()
    }
  }

  @Test(arguments: SerializerKind.allCases)
  func `a result comes in parts, if its caller asks for them`(serializer: SerializerKind) async throws {
    try await withRouter { router in
      let provider = try await join(router, serializer)
      try await provider.register("com.example.count") { call in
        for number in 0..<5 as Range<Int64> {
          try await call.progress?.send(Payload(arguments: [.int(number)]))
        }
        return Payload(arguments: ["done"])
      }
      let session = try await join(router, serializer)
      var parts: [Value] = []
      for try await part in try await session.results(of: "com.example.count", []) {
        parts += try part.arguments().list
        #expect(part.progress == (parts.count < 6))
      }
      #expect(parts == [0, 1, 2, 3, 4, "done"])
      #expect(try await session.call("com.example.count").arguments().list == ["done"])
      await session.close()
      await provider.close()
    }
  }

  @Test func `leaving a call's results cancels its handler`() async throws {
    try await withRouter { router in
      let provider = try await join(router, .cbor)
      let (ends, continuation) = AsyncStream.makeStream(of: Bool.self)
      try await provider.register("com.example.forever") { call in
        try await call.progress?.send(Payload(arguments: [1]))
        try? await Task.sleep(for: .seconds(100))
        continuation.yield(Task.isCancelled)
        return .none
      }
      let session = try await join(router, .cbor)
      for try await _ in try await session.results(of: "com.example.forever") { break }
      for await isCancelled in ends {
        #expect(isCancelled)
        break
      }
      await session.close()
      await provider.close()
    }
  }

  @Test func `what a procedure fails with, its results throw`() async throws {
    try await withRouter { router in
      let session = try await join(router, .cbor)
      let error = await #expect(throws: WAMPError.self) {
        for try await _ in try await session.results(of: "com.example.nothing") {}
      }
      #expect(error?.code == .noSuchProcedure)
      await session.close()
    }
  }

  @Test(arguments: SerializerKind.allCases)
  func `a pattern of topics can be subscribed to, and its events tell their topic and publisher`(
    serializer: SerializerKind
  ) async throws {
    try await withRouter { router in
      let listener = try await join(router, serializer)
      let events = try await listener.subscribe(to: "com.example.", options: .init(match: .prefix))
      let session = try await join(router, serializer)
      let id = try await session.publish(
        ["door"], keywords: ["floor": 3], to: "com.example.opened", options: .init(discloseMe: true))
      for try await event in events {
        #expect(event.topic == "com.example.opened")
        #expect(event.publication == id)
        #expect(event.details.publisher == session.id)
        #expect(!event.details.retained)
        let (list, keywords) = try event.payload.arguments()
        #expect(list == ["door"] && keywords == ["floor": 3])
        break
      }
      await session.close()
      await listener.close()
    }
  }

  @Test func `a caller that discloses itself is known to the handler`() async throws {
    try await withRouter { router in
      let provider = try await join(router, .flatbuffers)
      try await provider.register("com.example.who") { call in
        Payload(arguments: [.int(Int64(call.caller?.rawValue ?? 0)), .bool(call.progress == nil)])
      }
      let session = try await join(router, .flatbuffers)
      let known = try await session.call("com.example.who", options: .init(discloseMe: true))
      #expect(try known.arguments().list == [.int(Int64(session.id.rawValue)), true])
      let unknown = try await session.call("com.example.who")
      #expect(try unknown.arguments().list.first == 0)
      await session.close()
      await provider.close()
    }
  }

  @Test func `a handler's own error is logged, and answered without its text`() async throws {
    struct Failure: Error { let password = "hunter2" }
    let lines = LogLines()
    let logger = Logger(label: "test") { _ in lines }
    try await withRouter { router in
      let provider = try await WAMPSession.connect(
        to: "ws://127.0.0.1:\(router.port)/", realm: router.realm, logger: logger)
      try await provider.register("com.example.failing") { _ in throw Failure() }
      let session = try await join(router, .cbor)
      let error = await #expect(throws: WAMPError.self) { try await session.call("com.example.failing") }
      #expect(error?.code == .runtimeError)
      #expect(error.map { "\($0) \($0.payload) \($0.details)" }?.contains("hunter2") == false)
      #expect(lines.text.contains("hunter2"))
      await session.close()
      await provider.close()
    }
  }
}
