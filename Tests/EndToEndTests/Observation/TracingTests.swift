import Flatwire
import InMemoryTracing
import Programs
import Synchronization
import Testing
import Tracing

/// Spans of calls, and how they find each other through a router.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct TracingTests {
  @Test("a call has a span, its handler one that continues it", arguments: SerializerKind.allCases)
  func called(serializer: SerializerKind) async throws {
    let tracer = InMemoryTracer()
    var handlersTrace: Value?
    try await withTracer(tracer) {
      try await withRouter { router in
        let provider = try await join(router, .cbor)
        try await provider.register("com.example.trace") { _ in
          let trace = ServiceContext.current?.inMemorySpanContext?.traceID
          return Payload(arguments: [trace.map { .string($0) } ?? nil])
        }
        let session = try await join(router, serializer)
        let result = try await withSpan("a test") { _ in
          try await session.call("com.example.trace", [2, 3])
        }
        handlersTrace = try result.arguments().list.first
        await session.close()
        await provider.close()
      }
    }
    let spans = tracer.finishedSpans
    #expect(spans.count == 3 && tracer.activeSpans.isEmpty)
    let outer = try #require(spans.first { $0.operationName == "a test" })
    let call = try #require(spans.first { $0.kind == .client })
    let handler = try #require(spans.first { $0.kind == .server })
    #expect(call.parentSpanID == outer.spanID)
    #expect(handler.parentSpanID == call.spanID)
    #expect(call.traceID == outer.traceID && handler.traceID == outer.traceID)
    #expect(handlersTrace == .string(outer.traceID))
    for span in [call, handler] {
      #expect(span.operationName == "com.example.trace")
      #expect(span.attributes["rpc.system"]?.toSpanAttribute() == "wamp")
      #expect(span.attributes["rpc.method"]?.toSpanAttribute() == "com.example.trace")
      #expect(span.errors.isEmpty && span.status == nil)
    }
  }

  @Test("what a call fails with is in both spans")
  func failing() async throws {
    let tracer = InMemoryTracer()
    try await withTracer(tracer) {
      try await withRouter { router in
        let provider = try await join(router, .cbor)
        try await provider.register("com.example.fail") { _ in
          throw WAMPError(WAMPError.Code(rawValue: "com.example.broken"), "it broke")
        }
        let session = try await join(router, .cbor)
        await #expect(throws: WAMPError.self) { try await session.call("com.example.fail") }
        await #expect(throws: WAMPError.self) { try await session.call("com.example.nobody") }
        await session.close()
        await provider.close()
      }
    }
    let spans = tracer.finishedSpans
    let failed = spans.filter { $0.operationName == "com.example.fail" }
    #expect(Set(failed.map(\.kind)) == [.client, .server])
    for span in failed {
      #expect(span.status?.code == .error && span.errors.count == 1)
      #expect(span.attributes["error.type"]?.toSpanAttribute() == "com.example.broken")
    }
    let unknown = try #require(spans.first { $0.operationName == "com.example.nobody" })
    #expect(unknown.attributes["error.type"]?.toSpanAttribute() == "wamp.error.no_such_procedure")
  }

  @Test("procedures of the router's own process continue spans, those that answer from a store, too")
  func ofRouter() async throws {
    let tracer = InMemoryTracer()
    let waiting = Procedure<UserKey, User>("com.example.waiting")
    try await withStore { store in
      try await withTracer(tracer) {
        try await withRouter { router in
          try await router.register(.usersGet, reading: store) { request, snapshot, reply in
            #expect(ServiceContext.current?.inMemorySpanContext != nil)
            try reply.send(snapshot.get(.users, request.id))
          }
          try await router.register(waiting) { request in
            #expect(ServiceContext.current?.inMemorySpanContext != nil)
            return try store.pin(.users, request.record.id)
          }
          let session = try await join(router, .flatbuffers)
          let user = try await session.call(.usersGet, .init(id: 7))
          let same = try await session.call(waiting, .init(id: 7))
          #expect(user.record.draft == same.record.draft)
          await #expect(throws: WAMPError.self) { try await session.call(.usersGet, .init(id: 1000)) }
          await session.close()
        }
      }
    }
    let spans = tracer.finishedSpans
    #expect(spans.count == 6 && tracer.activeSpans.isEmpty)
    for handler in spans where handler.kind == .server {
      let call = try #require(spans.first { $0.spanID == handler.parentSpanID })
      #expect(call.kind == .client && call.operationName == handler.operationName)
      #expect(call.traceID == handler.traceID)
      #expect(call.errors.count == handler.errors.count)
    }
    #expect(spans.filter { $0.kind == .server && $0.errors.count == 1 }.count == 1)
  }

  @Test("a call whose results come in parts has one span until the last of them")
  func inParts() async throws {
    let tracer = InMemoryTracer()
    try await withTracer(tracer) {
      try await withRouter { router in
        let provider = try await join(router, .cbor)
        try await provider.register("com.example.count") { call in
          try await call.progress?.send(Payload(arguments: [1]))
          return Payload(arguments: [2])
        }
        let session = try await join(router, .cbor)
        var numbers: [Value] = []
        for try await part in try await session.results(of: "com.example.count") {
          numbers += try part.arguments().list
        }
        #expect(numbers == [1, 2])
        await session.close()
        await provider.close()
      }
    }
    #expect(Set(tracer.finishedSpans.map(\.kind)) == [.client, .server])
    #expect(tracer.finishedSpans.count == 2 && tracer.activeSpans.isEmpty)
  }

  @Test("an event tells its subscribers which trace it is part of; one that was kept does not")
  func events() async throws {
    let tracer = InMemoryTracer()
    try await withTracer(tracer) {
      try await withRouter { router in
        let reader = try await join(router, .json)
        let events = try await reader.subscribe(to: "com.example.opened")
        let session = try await join(router, .cbor)
        try await session.publish(["door"], to: "com.example.opened", options: .init(retain: true))
        for try await event in events {
          #expect(event.details.trace["in-memory-trace-id"] == "trace-1")
          break
        }
        let late = try await reader.subscribe(
          to: "com.example.opened", options: .init(getRetained: true))
        for try await event in late {
          #expect(event.details.retained && event.details.trace.isEmpty)
          break
        }
        await session.close()
        await reader.close()
      }
    }
    #expect(tracer.finishedSpans.map(\.kind) == [.producer])
  }

  @Test("without a tracer nothing is said of traces", arguments: SerializerKind.allCases)
  func untraced(serializer: SerializerKind) async throws {
    let said = Mutex<[Message]>([])
    try await FakeRouter.run { message, router in
      said.withLock { $0.append(message) }
      switch message {
      case .call(let call): router.send(.result(.init(request: call.request)))
      case .publish(let publish):
        router.send(.published(.init(request: publish.request, publication: PublicationID(1))))
      default: break
      }
    } _: { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1", serializers: [serializer])
      _ = try await session.call("com.example.add", [1])
      try await session.publish([1], to: "com.example.opened")
      await session.close()
    }
    let messages = said.withLock { $0 }
    #expect(messages.count == 2)
    for message in messages {
      switch message {
      case .call(let call): #expect(call.trace.isEmpty && call.options.isEmpty)
      case .publish(let publish): #expect(publish.trace.isEmpty && publish.options.isEmpty)
      default: Issue.record("\(message.code)")
      }
    }
  }

  @Test(
    "Autobahn|Python answers calls that are part of a trace",
    arguments: ["cbor", "msgpack", "json", "flatbuffers"])
  func autobahn(serializer: String) async throws {
    let tracer = InMemoryTracer()
    try await withTracer(tracer) {
      try await withRouter { router in
        let port = router.port
        async let peer = AutobahnPeer.run(
          port: port, realm: "realm1", serializer: serializer,
          [
            ["do": "register", "procedure": "com.example.echo", "args": [7]],
            ["do": "wait", "for": "invocation", "count": 1],
          ])
        let session = try await join(router, .cbor)
        while try await session.call("wamp.registration.match", ["com.example.echo"]).arguments().list == [
          nil
        ] {
          try await Task.sleep(for: .milliseconds(10))
        }
        #expect(try await session.call("com.example.echo", [1]).arguments().list == [7])
        #expect(try await peer.contains { $0["event"] as? String == "invocation" })
        await session.close()
      }
    }
    #expect(tracer.finishedSpans.contains { $0.operationName == "com.example.echo" && $0.errors.isEmpty })
  }
}
