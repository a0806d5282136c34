import Flatwire
import Programs
import Testing

/// What a registration can be told.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct RegisterOptionsTests {
  @Test(arguments: SerializerKind.allCases)
  func `a handler of a pattern is told which procedure was called`(serializer: SerializerKind) async throws {
    try await withRouter { router in
      let session = try await join(router, serializer)
      let registration = try await session.register("com.example.", options: .init(match: .prefix)) { call in
        Payload(arguments: [.string(call.procedure ?? "")])
      }
      #expect(registration.procedure == "com.example.")
      let answer = try await session.call("com.example.any")
      #expect(try answer.arguments().list == ["com.example.any"])
      await session.close()
    }
  }

  @Test(arguments: SerializerKind.allCases)
  func `several callees share a registration, each with as many calls as it takes`(
    serializer: SerializerKind
  ) async throws {
    try await withRouter { router in
      var callees: [WAMPSession] = []
      let (running, continuation) = AsyncStream.makeStream(of: Int.self)
      for number in 0..<2 {
        let callee = try await join(router, serializer)
        let options = RegisterOptions(invoke: .roundRobin, concurrency: 1)
        try await callee.register("com.example.work", options: options) { _ in
          continuation.yield(number)
          try await Task.sleep(for: .seconds(100))
          return .none
        }
        callees.append(callee)
      }
      let session = try await join(router, serializer)
      let calls = (0..<2).map { _ in Task { try await session.call("com.example.work") } }
      var busy: Set<Int> = []
      for await number in running {
        busy.insert(number)
        if busy.count == 2 { break }
      }
      let error = await #expect(throws: WAMPError.self) { try await session.call("com.example.work") }
      #expect(error?.code == .noAvailableCallee)
      for call in calls { call.cancel() }
      for callee in callees { await callee.close() }
      await session.close()
    }
  }

  @Test func `a registration can take the place of another session's`() async throws {
    try await withRouter { router in
      let first = try await join(router, .cbor)
      try await first.register("com.example.who") { _ in Payload(arguments: ["first"]) }
      let second = try await join(router, .cbor)
      let options = RegisterOptions(forceReregister: true)
      try await second.register("com.example.who", options: options) { _ in Payload(arguments: ["second"]) }
      let answer = try await first.call("com.example.who")
      #expect(try answer.arguments().list == ["second"])
      await first.close()
      await second.close()
    }
  }

  @Test func `a subscription can get the event that a topic keeps`() async throws {
    try await withRouter { router in
      let publisher = try await join(router, .flatbuffers)
      try await publisher.publish([7], to: "com.example.number", options: .init(retain: true))
      let session = try await join(router, .flatbuffers)
      let events = try await session.subscribe(to: "com.example.number", options: .init(getRetained: true))
      for try await event in events {
        let list = try event.payload.arguments().list
        #expect(list == [7] && event.details.retained)
        break
      }
      await session.close()
      await publisher.close()
    }
  }
}
