import Flatwire
import Programs
import Testing

/// Events that an uplink passes on.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct UplinkEventTests {
  /// The first arguments of the next events.
  private func next(_ count: Int, of events: Events<UntypedEvent>) async throws -> [Value] {
    var values: [Value] = []
    for try await event in events {
      values += try event.payload.arguments().list.prefix(1)
      if values.count == count { break }
    }
    return values
  }

  @Test(arguments: SerializerKind.allCases)
  func `events are published at the other router, once and in their order`(serializer: SerializerKind)
    async throws
  {
    try await UplinkScene.run(serializer) { scene in
      let uplink = try await scene.inner.uplink(
        to: scene.outside, publishing: ["com.example.number", .prefix("com.example."), .prefix("com.")])
      let subscriber = try await scene.client()
      let events = try await subscriber.subscribe(to: "com.", options: .init(match: .prefix))
      let publisher = try await join(scene.inner, .cbor)
      for number in 1...500 as ClosedRange<Int64> {
        try await publisher.publish(
          [.int(number)], to: "com.example.number", options: .init(acknowledge: false))
      }
      #expect(try await next(500, of: events) == (1...500).map { .int($0) })
      try await publisher.publish([501], to: "com.other")
      #expect(try await next(1, of: events) == [501])
      #expect(uplink.lostEvents == 0)
      await uplink.cancel()
      await publisher.close()
      await subscriber.close()
    }
  }

  @Test(arguments: SerializerKind.allCases)
  func `changes of a table arrive as the stored records`(serializer: SerializerKind) async throws {
    try await withStore { store in
      try await UplinkScene.run(serializer) { scene in
        try await scene.inner.publishChanges(of: .users, from: store, to: .usersChanged)
        let uplink = try await scene.inner.uplink(to: scene.outside, publishing: ["com.example.user.changed"])
        let subscriber = try await scene.client(serializer)
        let events = try await subscriber.subscribe(to: .usersChanged)
        try await store.write { txn in try txn.put(.init(id: 42, name: "Ann"), in: .users) }
        let stored = try #require(try store.pin(.users, 42))
        for try await event in events {
          #expect(event.buffer.bytes == stored.bytes)
          break
        }
        await uplink.cancel()
        await subscriber.close()
      }
    }
  }

  @Test func `events of one topic pass in both directions, and none comes back`() async throws {
    try await UplinkScene.run { scene in
      let uplink = try await scene.inner.uplink(
        to: scene.outside, publishing: [.prefix("com.example.")], receiving: [.prefix("com.example.")])
      let clients = [try await join(scene.inner, .cbor), try await scene.client()]
      var heard: [Events<UntypedEvent>] = []
      for client in clients {
        heard.append(try await client.subscribe(to: "com.example.", options: .init(match: .prefix)))
      }
      // Publishers do not hear themselves: what one hears of its own events has come back.
      for number in 1...100 as ClosedRange<Int64> {
        for (place, client) in clients.enumerated() {
          try await client.publish([.int(number * 10 + Int64(place))], to: "com.example.number")
        }
      }
      for (place, events) in heard.enumerated() {
        let other = Int64(1 - place)
        #expect(try await next(100, of: events) == (1...100).map { .int($0 * 10 + other) })
      }
      // What would have come twice would have come before these.
      for client in clients { try await client.publish([0], to: "com.example.end") }
      for events in heard { #expect(try await next(1, of: events) == [0]) }
      #expect(uplink.lostEvents == 0)
      for client in clients { await client.close() }
      await uplink.cancel()
    }
  }

  @Test func `what the other router does not take is counted`() async throws {
    var permissions = Permissions(everyone: [.subscribe])
    try permissions.grant([.publish, .subscribe], to: "anonymous", on: "com.example.good")
    try await UplinkScene.run(outside: permissions) { scene in
      let uplink = try await scene.inner.uplink(to: scene.outside, publishing: [.prefix("com.example.")])
      let subscriber = try await scene.client()
      let events = try await subscriber.subscribe(to: "com.example.good")
      let publisher = try await join(scene.inner, .cbor)
      for number in 1...100 as ClosedRange<Int64> {
        try await publisher.publish([.int(number)], to: "com.example.bad")
        try await publisher.publish([.int(number)], to: "com.example.good")
      }
      #expect(try await next(100, of: events) == (1...100).map { .int($0) })
      #expect(uplink.lostEvents == 100)
      await publisher.close()
      await subscriber.close()
      await uplink.cancel()
    }
  }

  @Test func `what is not passed on in time is bounded and counted, and the newest comes`() async throws {
    var limits = Router.Limits()
    limits.resumptionTime = .zero
    try await withRouter(limits) { outer in
      try await withRouter { inner in
        let wire = try await Wire.start(to: outer.port)
        let outside = try await wire.connect(.cbor)
        let uplink = try await inner.uplink(
          to: outside, publishing: ["com.example.number"],
          UplinkOptions(buffering: EventBuffering(maxEvents: 10)))
        let subscriber = try await join(outer, .cbor)
        let events = try await subscriber.subscribe(to: "com.example.number")
        let publisher = try await join(inner, .cbor)
        try await wire.outage(of: outside) {
          for number in 1...100 as ClosedRange<Int64> {
            try await publisher.publish([.int(number)], to: "com.example.number")
          }
        }
        var last: Value = 0
        var count = 0
        while last != 100 {
          last = try await next(1, of: events)[0]
          count += 1
        }
        #expect(count < 50)
        while uplink.lostEvents + count < 100 { try await Task.sleep(for: .milliseconds(1)) }
        #expect(uplink.lostEvents + count == 100)
        await uplink.cancel()
        await outside.close()
        await publisher.close()
        await subscriber.close()
        wire.cut()
      }
    }
  }
}
