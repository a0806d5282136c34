import Flatwire
import Programs
import Testing

/// Uplinks that are refused, interrupted or ended.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct UplinkEndTests {
  private func expectNothing(at scene: UplinkScene, _ procedure: String) async throws {
    let client = try await scene.client()
    let error = await #expect(throws: WAMPError.self) { try await client.call(procedure) }
    #expect(error?.code == .noSuchProcedure)
    await client.close()
  }

  @Test func `what the other router refuses is named, and nothing is offered`() async throws {
    var permissions = Permissions(everyone: [.call, .subscribe])
    try permissions.grant(.register, to: "anonymous", on: "com.example.a")
    try await UplinkScene.run(outside: permissions) { scene in
      let callee = try await join(scene.inner, .cbor)
      for name in ["a", "b"] { try await callee.register("com.example." + name) { $0.payload } }
      let error = await #expect(throws: WAMPError.self) {
        try await scene.inner.uplink(to: scene.outside, offering: [.prefix("com.example.")])
      }
      #expect(error?.code == .notAuthorized)
      #expect(
        error?.message == """
          com.example.b is not taken by the realm "realm1": "com.example.b" may not be registered
          """)
      try await expectNothing(at: scene, "com.example.a")
      #expect(await scene.outside.state == .open)
      await callee.close()
    }
  }

  @Test func `what the realm itself does not allow to follow is named, and so is what is no pattern`()
    async throws
  {
    try await UplinkScene.run(inside: Permissions(everyone: [.call, .register])) { scene in
      let error = await #expect(throws: WAMPError.self) {
        try await scene.inner.uplink(to: scene.outside, publishing: ["com.example.a"])
      }
      #expect(error?.code == .notAuthorized && error?.message.hasPrefix("com.example.a may not") == true)
      let fault = await #expect(throws: WAMPError.self) {
        try await scene.inner.uplink(to: scene.outside, offering: ["com..a"])
      }
      #expect(fault?.code == .invalidURI && fault?.message.contains("com..a") == true)
      let realm = await #expect(throws: WAMPError.self) {
        try await scene.inner.uplink(to: scene.outside, from: "realm7")
      }
      #expect(realm?.code == .noSuchRealm)
    }
  }

  @Test func `what is refused later is told, and offered once it is allowed`() async throws {
    try await UplinkScene.run(outside: Permissions(everyone: [.call])) { scene in
      let uplink = try await scene.inner.uplink(to: scene.outside, offering: [.prefix("com.example.")])
      let callee = try await join(scene.inner, .cbor)
      try await callee.register("com.example.echo") { $0.payload }
      while await uplink.refusals.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
      let refusals = await uplink.refusals
      #expect(refusals["com.example.echo"]?.code == .notAuthorized)
      try await scene.outer.change(
        RealmConfiguration("realm1", permissions: Permissions(everyone: [.call, .register])))
      try await scene.wait(for: uplink, toOffer: ["com.example.echo"])
      #expect(await uplink.refusals.isEmpty)
      await callee.close()
      await uplink.cancel()
    }
  }

  @Test func `a registration that the other router takes away is made anew`() async throws {
    try await UplinkScene.run { scene in
      let callee = try await join(scene.inner, .cbor)
      try await callee.register("com.example.echo") { $0.payload }
      let uplink = try await scene.inner.uplink(to: scene.outside, offering: [.prefix("com.example.")])
      let client = try await scene.client()
      func registration() async throws -> Value? {
        try await client.call("wamp.registration.lookup", ["com.example.echo"]).list().first
      }
      let first = try #require(try await registration())
      let session = Value(scene.outside.id.rawValue)
      _ = try await client.call("wamp.registration.remove_callee", [first, session])
      while try await registration().map({ $0.isNull || $0 == first }) != false {
        try await Task.sleep(for: .milliseconds(10))
      }
      try await scene.wait(for: uplink, toOffer: ["com.example.echo"])
      #expect(try await client.call("com.example.echo", [7]).list() == [7])
      await client.close()
      await callee.close()
      await uplink.cancel()
    }
  }

  @Test func `cancelling withdraws all and leaves the session open`() async throws {
    try await UplinkScene.run { scene in
      let callee = try await join(scene.inner, .cbor)
      try await callee.register("com.example.echo") { $0.payload }
      for _ in 1...3 {
        let uplink = try await scene.inner.uplink(
          to: scene.outside, offering: ["com.example.echo"], publishing: ["com.example.a"],
          receiving: ["com.example.b"])
        await uplink.cancel()
        await uplink.cancel()
        try await uplink.finished()
        try await expectNothing(at: scene, "com.example.echo")
        #expect(await scene.outside.state == .open)
        // The callee's is the only session that is left inside.
        let count = try await callee.call("wamp.session.count").list()
        #expect(count == [1])
      }
      await callee.close()
    }
  }

  @Test func `a call under way fails when the uplink ends, and its procedure is cancelled`() async throws {
    try await UplinkScene.run { scene in
      let callee = try await join(scene.inner, .cbor)
      let (events, told) = AsyncStream.makeStream(of: String.self)
      try await callee.register("com.example.slow") { _ in
        told.yield("called")
        defer { told.yield("cancelled") }
        try await Task.sleep(for: .seconds(100))
        return .none
      }
      let client = try await scene.client()
      var next = events.makeAsyncIterator()
      for isInParts in [false, true] {
        let uplink = try await scene.inner.uplink(to: scene.outside, offering: ["com.example.slow"])
        let call = Task {
          guard isInParts else { return _ = try await client.call("com.example.slow") }
          for try await _ in try await client.results(of: "com.example.slow") {}
        }
        #expect(await next.next() == "called")
        await uplink.cancel()
        #expect(await next.next() == "cancelled")
        let error = await #expect(throws: WAMPError.self) { try await call.value }
        #expect(error?.code == .canceled && error?.message.contains("uplink") == true)
      }
      await client.close()
      await callee.close()
    }
  }

  @Test func `it ends with its router, with its session, and with its session inside`() async throws {
    try await UplinkScene.run { scene in
      let echo = Procedure<UserKey, UserKey>("com.example.echo")
      try await scene.inner.register(echo) { $0 }
      let offered = try await scene.inner.uplink(to: scene.outside, offering: [.prefix("com.")])
      await scene.outside.close()
      try await offered.finished()

      let second = try await scene.inner.uplink(
        to: RouterAddress(["ws://127.0.0.1:\(scene.outer.port)/"]), realm: "realm1",
        offering: [.prefix("com.")])
      let client = try await join(scene.inner, .cbor)
      _ = try await client.call("wamp.session.kill_by_authrole", ["uplink"])
      let error = await #expect(throws: WAMPError.self) { try await second.finished() }
      #expect(error?.code == .closeKilled || error?.code == .closeNormal)
      try await expectNothing(at: scene, "com.example.echo")
      await client.close()

      let third = try await scene.inner.uplink(
        to: RouterAddress(["ws://127.0.0.1:\(scene.outer.port)/"]), realm: "realm1",
        offering: [.prefix("com.")])
      await scene.inner.stop()
      try await third.finished()
      try await expectNothing(at: scene, "com.example.echo")
    }
  }

  @Test func `without reconnection it ends when the other router does, and says why`() async throws {
    try await UplinkScene.run { scene in
      let uplink = try await scene.inner.uplink(to: scene.outside, offering: [.prefix("com.")])
      await scene.outer.stop()
      let error = await #expect(throws: WAMPError.self) { try await uplink.finished() }
      #expect(error?.code == .systemShutdown)
    }
  }

  @Test func `after an outage all is offered and followed anew, and a call under way has failed`()
    async throws
  {
    var limits = Router.Limits()
    // As with other routers, all has to be asked for again.
    limits.resumptionTime = .zero
    try await withRouter(limits) { outer in
      try await withRouter { inner in
        let callee = try await join(inner, .cbor)
        let (calls, called) = AsyncStream.makeStream(of: Void.self)
        try await callee.register("com.example.echo") { $0.payload }
        try await callee.register("com.example.slow") { _ in
          called.yield()
          try await Task.sleep(for: .seconds(100))
          return .none
        }
        let wire = try await Wire.start(to: outer.port)
        let outside = try await wire.connect(.cbor)
        let uplink = try await inner.uplink(
          to: outside, offering: [.prefix("com.example.")], publishing: ["com.example.out"],
          receiving: ["com.example.in"])
        let client = try await join(outer, .cbor)
        let slow = Task { try await client.call("com.example.slow") }
        for await _ in calls { break }
        try await wire.outage(of: outside) {
          try await callee.register("com.example.late") { $0.payload }
        }
        await #expect(throws: WAMPError.self) { try await slow.value }
        for name in ["echo", "late"] {
          while await (try? client.call("com.example." + name, [7]).list()) != [7] {
            try await Task.sleep(for: .milliseconds(10))
          }
        }
        for (from, to, topic) in [(callee, client, "com.example.out"), (client, callee, "com.example.in")] {
          let events = try await to.subscribe(to: topic)
          try await from.waitForSubscriber(of: topic)
          try await from.publish([8], to: topic)
          for try await event in events {
            #expect(try event.payload.arguments().list == [8])
            break
          }
        }
        await uplink.cancel()
        await outside.close()
        await client.close()
        await callee.close()
        wire.cut()
      }
    }
  }

  @Test func `what is refused after an outage is told, and offered once it is allowed`() async throws {
    var limits = Router.Limits()
    limits.resumptionTime = .zero
    let (open, closed) = (Permissions(everyone: [.call, .register]), Permissions(everyone: [.call]))
    try await withRouter(limits) { outer in
      try await withRouter { inner in
        let echo = Procedure<UserKey, UserKey>("com.example.echo")
        try await inner.register(echo) { $0 }
        let wire = try await Wire.start(to: outer.port)
        let outside = try await wire.connect(.cbor)
        let uplink = try await inner.uplink(to: outside, offering: [.prefix("com.example.")])
        try await wire.outage(of: outside) {
          try await outer.change(RealmConfiguration("realm1", permissions: closed))
        }
        while await uplink.refusals.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        #expect(await uplink.procedures.isEmpty)
        try await outer.change(RealmConfiguration("realm1", permissions: open))
        while await uplink.procedures.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        let client = try await join(outer, .cbor)
        let answer = try await client.call(echo, .init(id: 7))
        #expect(answer.read { $0.id } == 7)
        await client.close()
        await uplink.cancel()
        await outside.close()
        wire.cut()
      }
    }
  }
}
