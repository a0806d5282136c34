import Flatwire
import Programs
import Testing

/// What a realm offers to a realm of another router of ours.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct UplinkTests {
  @Test(arguments: SerializerKind.allCases)
  func `clients of another router reach stored records and tables, in each format and form`(
    serializer: SerializerKind
  ) async throws {
    try await withStore { store in
      try await UplinkScene.run(serializer) { scene in
        try await scene.inner.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        try await scene.inner.expose(.users, of: store, as: "com.example.users", allowing: .reading)
        let uplink = try await scene.inner.uplink(to: scene.outside, offering: [.prefix("com.example.")])
        let names = await uplink.procedures.map(\.text).sorted()
        let tables = ["count", "get", "get_many", "list"].map { "com.example.users." + $0 }
        #expect(names == ["com.example.user.get"] + tables)

        let direct = try await join(scene.inner, .flatbuffers)
        let stored = try await direct.call(.usersGet, .init(id: 7))
        let plain = try await direct.call("com.example.user.get", [7]).list()
        for format in SerializerKind.allCases {
          let session = try await scene.client(format)
          let user = try await session.call(.usersGet, .init(id: 7))
          #expect(user.bytes == stored.bytes)
          let request = try RecordBuffer<UserKey>(.init(id: 7)).bytes
          for form in RecordForm.allCases {
            let result = try await session.call("com.example.user.get", .record(request, form: form))
            #expect(result.payload.record?.bytes == stored.bytes, "\(form)")
          }
          let list = try await session.call("com.example.user.get", [7]).list()
          #expect(list == plain)
          let users = session.table(.users, at: "com.example.users")
          let page = try await users.list(5...9)
          #expect(page.rows.map { $0.read { $0.id } } == Array(5...9))
          let count = try await users.count()
          #expect(count == 20)
          await session.close()
        }
        await direct.close()
        await uplink.cancel()
      }
    }
  }

  @Test func `an answer and its request pass as they are: nothing is translated`() async throws {
    try await withStore { store in
      try await UplinkScene.run(.cbor) { scene in
        try await scene.inner.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        let uplink = try await scene.inner.uplink(to: scene.outside, offering: [.prefix("com.")])
        let session = try await scene.client(.cbor)
        for id in 1...20 as ClosedRange<UInt64> { _ = try await session.call(.usersGet, .init(id: id)) }
        for counters in [scene.inner.counters, scene.outer.counters, scene.outside.counters] {
          let reasons = Set(counters.snapshot.payloadBytesCopied.keys)
          #expect(!reasons.contains(.translated))
        }
        #expect(scene.inner.counters.snapshot.payloadBytesCopied.keys.elementsEqual([.inProcess]))
        await session.close()
        await uplink.cancel()
      }
    }
  }

  @Test func `procedures that are registered later are offered, and others no more`() async throws {
    try await UplinkScene.run { scene in
      let uplink = try await scene.inner.uplink(
        to: scene.outside, offering: [.prefix("com.example."), .wildcard("org..now")])
      #expect(await uplink.procedures.isEmpty)
      let callee = try await join(scene.inner, .cbor)
      let echo = try await callee.register("com.example.echo") { $0.payload }
      try await callee.register("com.other.echo") { $0.payload }
      try await callee.register("org.example.now") { _ in Payload(arguments: ["now"]) }
      try await callee.register("com.example.files.", options: .init(match: .prefix)) { call in
        Payload(arguments: [.string(call.procedure ?? "")])
      }
      try await scene.wait(
        for: uplink, toOffer: ["com.example.echo", "org.example.now", .prefix("com.example.files.")])
      let client = try await scene.client()
      #expect(try await client.call("com.example.echo", [7]).list() == [7])
      #expect(try await client.call("org.example.now").list() == ["now"])
      #expect(try await client.call("com.example.files.a.b").list() == ["com.example.files.a.b"])
      try await echo.cancel()
      try await scene.wait(for: uplink, toOffer: ["org.example.now", .prefix("com.example.files.")])
      let error = await #expect(throws: WAMPError.self) { try await client.call("com.example.echo") }
      #expect(error?.code == .noSuchProcedure)
      await callee.close()
      try await scene.wait(for: uplink, toOffer: [])
      await client.close()
      await uplink.cancel()
    }
  }

  @Test func `however fast procedures come and go, what is left is what is offered`() async throws {
    try await UplinkScene.run { scene in
      let uplink = try await scene.inner.uplink(to: scene.outside, offering: [.prefix("com.example.")])
      let callee = try await join(scene.inner, .cbor)
      var left: Set<URIPattern> = []
      for number in 0..<300 {
        let registration = try await callee.register("com.example.p\(number)") { $0.payload }
        if number.isMultiple(of: 3) {
          left.insert(URIPattern(registration.procedure))
        } else {
          try await registration.cancel()
        }
      }
      try await scene.wait(for: uplink, toOffer: left)
      #expect(await uplink.refusals.isEmpty)
      let client = try await scene.client()
      for procedure in left { #expect(try await client.call(procedure.text, [7]).list() == [7]) }
      await client.close()
      await callee.close()
      await uplink.cancel()
    }
  }

  @Test(arguments: [SerializerKind.flatbuffers, .cbor])
  func `results and calls in parts pass through`(serializer: SerializerKind) async throws {
    try await UplinkScene.run(serializer) { scene in
      let callee = try await join(scene.inner, .messagePack)
      try await callee.register("com.example.count") { call in
        var sum: Int64 = 0
        for try await part in call.parts { sum += try part.arguments().list.first?.intValue ?? 0 }
        for number in 1...3 as ClosedRange<Int64> {
          try await call.progress?.send(Payload(arguments: [.int(number)]))
        }
        return Payload(arguments: [.int(sum)])
      }
      let uplink = try await scene.inner.uplink(to: scene.outside, offering: ["com.example.count"])
      let client = try await scene.client()
      var parts: [Value] = []
      for try await part in try await client.results(of: "com.example.count", [7]) {
        parts += try part.arguments().list
      }
      #expect(parts == [1, 2, 3, 7])
      let (numbers, continuation) = AsyncStream.makeStream(of: Payload.self)
      for number in 1...100 as ClosedRange<Int64> {
        continuation.yield(Payload(arguments: [.int(number)]))
      }
      continuation.finish()
      #expect(try await client.call("com.example.count", parts: numbers).list() == [5050])
      await client.close()
      await callee.close()
      await uplink.cancel()
    }
  }

  @Test func `errors pass through with all that they say`() async throws {
    try await UplinkScene.run { scene in
      let callee = try await join(scene.inner, .cbor)
      let payload = Payload(arguments: ["odd", 7], keywords: ["by": "Ann"])
      try await callee.register("com.example.fail") { _ in
        throw WAMPError(.init("com.example.error.odd"), payload: payload)
      }
      let uplink = try await scene.inner.uplink(to: scene.outside, offering: ["com.example.fail"])
      let client = try await scene.client()
      for _ in 1...2 {
        let error = await #expect(throws: WAMPError.self) { try await client.call("com.example.fail") }
        #expect(error?.code.rawValue == "com.example.error.odd" && error?.payload == payload)
      }
      let error = await #expect(throws: WAMPError.self) {
        for try await _ in try await client.results(of: "com.example.fail") {}
      }
      #expect(error?.code.rawValue == "com.example.error.odd")
      await client.close()
      await callee.close()
      await uplink.cancel()
    }
  }

  @Test(arguments: [true, false])
  func `a call that is cancelled outside, or takes too long, is cancelled inside`(isTimed: Bool) async throws
  {
    try await UplinkScene.run { scene in
      let callee = try await join(scene.inner, .cbor)
      let (events, told) = AsyncStream.makeStream(of: String.self)
      try await callee.register("com.example.slow") { _ in
        told.yield("called")
        defer { told.yield("cancelled") }
        try await Task.sleep(for: .seconds(100))
        return .none
      }
      let uplink = try await scene.inner.uplink(to: scene.outside, offering: ["com.example.slow"])
      let client = try await scene.client()
      let options = CallOptions(timeout: isTimed ? .milliseconds(200) : nil)
      let call = Task { try await client.call("com.example.slow", options: options) }
      var next = events.makeAsyncIterator()
      #expect(await next.next() == "called")
      if !isTimed { call.cancel() }
      #expect(await next.next() == "cancelled")
      let result = await call.result
      let error = #expect(throws: (any Error).self) { try result.get() }
      #expect(isTimed ? (error as? WAMPError)?.code == .timeout : error is CancellationError)
      await client.close()
      await callee.close()
      await uplink.cancel()
    }
  }

  @Test func `the realm's permissions decide what the uplink may do, and procedures see its session`()
    async throws
  {
    var permissions = Permissions(everyone: [.register])
    try permissions.grant(.call, to: "visitor", on: "com.example.open", disclosing: .call)
    try await UplinkScene.run(inside: permissions) { scene in
      let callee = try await join(scene.inner, .cbor)
      for name in ["open", "closed"] {
        try await callee.register("com.example." + name) { call in
          Payload(arguments: [.string(call.callerAuthRole ?? "nobody")])
        }
      }
      let uplink = try await scene.inner.uplink(
        to: scene.outside, offering: [.prefix("com.example.")], UplinkOptions(authrole: "visitor"))
      let client = try await scene.client()
      #expect(try await client.call("com.example.open").list() == ["visitor"])
      let error = await #expect(throws: WAMPError.self) { try await client.call("com.example.closed") }
      #expect(error?.code == .notAuthorized)
      await client.close()
      await callee.close()
      await uplink.cancel()
    }
  }
}
