import Flatwire
import Programs
import Testing

/// Arguments that come in parts, from a caller and to a handler.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct CallsInPartsTests {
  private let welcome = Message.welcome(
    .init(session: SessionID(1), roles: Roles([.dealer: [.callCanceling, .progressiveCallInvocations]])))

  private func part(_ number: Int64) -> Payload { Payload(arguments: [.int(number)]) }

  @Test(arguments: SerializerKind.allCases)
  func `each part is sent when it comes, and the last message says that none follows`(
    serializer: SerializerKind
  ) async throws {
    let log = MessageLog()
    try await FakeRouter.run(
      welcome: welcome,
      { message, router in
        guard case .call(let call) = message else { return }
        log.add(message)
        if !call.progress {
          router.send(.result(.init(request: call.request, payload: Payload(arguments: ["done"]))))
        }
      }
    ) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1", serializers: [serializer])
      let (parts, continuation) = AsyncStream.makeStream(of: Payload.self)
      async let result = session.call("com.example.sum", parts: parts)
      var requests: Set<RequestID> = []
      for number in 1...3 as ClosedRange<Int64> {
        continuation.yield(part(number))
        guard case .call(let call)? = await log.next(.call) else {
          Issue.record("no CALL with part \(number)")
          break
        }
        #expect(call.payload == part(number) && call.progress && call.procedure == "com.example.sum")
        requests.insert(call.request)
      }
      continuation.finish()
      guard case .call(let last)? = await log.next(.call) else {
        Issue.record("no last CALL")
        return
      }
      #expect(!last.progress && last.payload == .none)
      #expect(requests == [last.request])
      #expect(try await result.arguments().list == ["done"])
      await session.close()
    }
  }

  @Test func `a call that ends before its parts asks for no more of them`() async throws {
    try await FakeRouter.run(
      welcome: welcome,
      { message, router in
        guard case .call(let call) = message else { return }
        router.send(.error(.init(requestType: .call, request: call.request, error: "com.example.enough")))
      }
    ) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1")
      let (parts, continuation) = AsyncStream.makeStream(of: Payload.self)
      let (ends, ended) = AsyncStream.makeStream(of: Void.self)
      continuation.onTermination = { _ in ended.yield() }
      continuation.yield(part(1))
      let error = await #expect(throws: WAMPError.self) {
        try await session.call("com.example.sum", parts: parts)
      }
      #expect(error?.code == .init("com.example.enough"))
      for await _ in ends { break }
      await session.close()
    }
  }

  @Test func `parts that fail cancel the call`() async throws {
    struct Failure: Error {}
    let log = MessageLog()
    try await FakeRouter.run(welcome: welcome, { message, _ in log.add(message) }) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1")
      let parts = AsyncThrowingStream<Payload, any Error> { continuation in
        continuation.yield(part(1))
        continuation.finish(throwing: Failure())
      }
      await #expect(throws: Failure.self) { try await session.call("com.example.sum", parts: parts) }
      #expect(await log.next(.cancel) != nil)
      await session.close()
    }
  }

  @Test(arguments: SerializerKind.allCases)
  func `a handler reads the parts of its call, and answers in parts`(serializer: SerializerKind) async throws
  {
    let log = MessageLog()
    try await FakeRouter.run(
      welcome: welcome,
      { message, router in
        switch message {
        case .register(let register):
          let id = RegistrationID(9)
          router.send(.registered(.init(request: register.request, registration: id)))
          for number in 1...3 as ClosedRange<Int64> {
            router.send(
              .invocation(
                .init(
                  request: RequestID(1), registration: id, payload: Payload(arguments: [.int(number)]),
                  progress: true, receiveProgress: true)))
          }
          router.send(.invocation(.init(request: RequestID(1), registration: id)))
        default: log.add(message)
        }
      }
    ) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1", serializers: [serializer])
      try await session.register("com.example.double") { call in
        for try await part in call.parts {
          let number = try part.arguments().list.first?.intValue ?? 0
          try await call.progress?.send(Payload(arguments: [.int(2 * number)]))
        }
        return Payload(arguments: ["done"])
      }
      for expected in [2, 4, 6, "done"] as [Value] {
        guard case .yield(let yield)? = await log.next(.yield) else {
          Issue.record("no YIELD with \(expected)")
          break
        }
        #expect(try yield.payload.arguments().list == [expected])
        #expect(yield.progress == (expected != "done"))
      }
      await session.close()
    }
  }

  @Test(arguments: SerializerKind.allCases, SerializerKind.allCases)
  func `parts go to a handler and back through our router`(
    caller: SerializerKind, callee: SerializerKind
  ) async throws {
    try await withRouter { router in
      let provider = try await join(router, callee)
      try await provider.register("com.example.double") { call in
        var sum: Int64 = 0
        for try await part in call.parts {
          let number = try part.arguments().list.first?.intValue ?? 0
          try await call.progress?.send(Payload(arguments: [.int(2 * number)]))
          sum += number
        }
        return Payload(arguments: [.int(sum)])
      }
      let session = try await join(router, caller)
      let (parts, continuation) = AsyncStream.makeStream(of: Payload.self)
      let results = try await session.results(of: "com.example.double", parts: parts)
      var numbers: [Int64?] = []
      continuation.yield(part(1))
      for try await result in results {
        numbers.append(try result.arguments().list.first?.intValue)
        if numbers.count < 3 {
          continuation.yield(part(Int64(numbers.count + 1)))
        } else {
          continuation.finish()
        }
      }
      #expect(numbers == [2, 4, 6, 6])
      await session.close()
      await provider.close()
    }
  }
}
