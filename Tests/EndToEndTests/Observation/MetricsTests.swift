import CoreMetrics
import Flatwire
import Foundation
import MetricsTestKit
import Programs
import Testing
import WAMPObservation

/// What routers and clients tell a backend of swift-metrics.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct MetricsTests {
  @Test("a router tells what it did: connections, sessions, messages, calls, events and bytes")
  func ofRouter() async throws {
    let backend = TestMetrics()
    try await withStore { store in
      try await withMetricsFactory(backend) {
        try await withRouter { router in
          try await router.register(.usersGet, reading: store) { request, snapshot, reply in
            try reply.send(snapshot.get(.users, request.id))
          }
          let session = try await join(router, .flatbuffers)
          for _ in 0..<3 { _ = try await session.call(.usersGet, .init(id: 7)) }
          await #expect(throws: WAMPError.self) { try await session.call(.usersGet, .init(id: 1000)) }
          await #expect(throws: WAMPError.self) { try await session.call("com.example.nobody") }
          try await session.register("com.example.echo") { $0.payload }
          _ = try await session.call("com.example.echo", [1])
          let events = try await session.subscribe(to: "com.example.opened")
          try await session.publish([1], to: "com.example.opened", options: .init(excludeMe: false))
          for try await _ in events { break }
          await router.reportMetrics()
          #expect(try backend.expectMeter("flatwire_router_sessions", [("realm", "realm1")]).lastValue == 1)
          #expect(try backend.expectMeter("flatwire_router_sessions", [("realm", "realm2")]).lastValue == 0)
          await session.close()
        }
      }
    }
    func total(_ label: String, _ dimensions: KeyValuePairs<String, String>) -> Int64 {
      backend.counterTotal(label: label, dimensions: dimensions.map { ($0.key, $0.value) })
    }
    #expect(total("flatwire_router_connections", ["outcome": "accepted"]) == 1)
    #expect(total("flatwire_router_calls", ["outcome": "result"]) == 4)
    #expect(total("flatwire_router_calls", ["outcome": "error"]) == 2)
    let messages: [(String, String, Int64)] = [
      ("in", "HELLO", 1), ("out", "WELCOME", 1), ("in", "CALL", 6), ("out", "RESULT", 4), ("out", "ERROR", 2),
      ("out", "INVOCATION", 1), ("in", "YIELD", 1), ("out", "EVENT", 1), ("in", "PUBLISH", 1),
      ("in", "GOODBYE", 1), ("out", "GOODBYE", 1),
    ]
    for (direction, type, count) in messages {
      #expect(
        total("flatwire_router_messages", ["direction": direction, "type": type]) == count,
        "\(direction) \(type)")
    }
    #expect(total("flatwire_router_events", ["outcome": "delivered"]) == 1)
    #expect(total("flatwire_router_events", ["outcome": "published"]) == 1)
    #expect(total("flatwire_router_sent_payload_bytes", ["copied": "no"]) > 0)
    let timer = try backend.expectTimer(
      "flatwire_router_local_call_duration", [("procedure", Procedure.usersGet.uri)])
    #expect(timer.values.count == 4 && timer.values.allSatisfy { $0 > 0 })
    #expect(try backend.expectMeter("flatwire_router_sessions", [("realm", "realm1")]).lastValue == 0)
  }

  @Test(
    "a procedure that reads a store takes plain arguments while it is timed",
    arguments: SerializerKind.allCases)
  func plain(serializer: SerializerKind) async throws {
    let backend = TestMetrics()
    try await withStore { store in
      try await withMetricsFactory(backend) {
        try await withRouter { router in
          try await router.register(.usersGet, reading: store) { request, snapshot, reply in
            try reply.send(snapshot.get(.users, request.id))
          }
          let session = try await join(router, serializer)
          let user = try await session.call(Procedure.usersGet.uri, [7]).arguments().list
          #expect(user.prefix(3) == [7, "User 7", 1])
          await session.close()
        }
      }
    }
    let timer = try backend.expectTimer(
      "flatwire_router_local_call_duration", [("procedure", Procedure.usersGet.uri)])
    #expect(timer.values.count == 1)
  }

  @Test("an event that is larger than a client accepts is dropped, and told")
  func dropped() async throws {
    let backend = TestMetrics()
    try await withMetricsFactory(backend) {
      let router = try await Router.start([.universal(port: 0)], realms: ["realm1"])
      let result = await Result.of {
        var configuration = ConnectionConfiguration()
        configuration.maxMessageSize = 1024
        let url = "//127.0.0.1:\(router.port)/"
        let small = try await WAMPSession.connect(
          to: "rs:" + url, realm: "realm1", configuration: configuration)
        let events = try await small.subscribe(to: "com.example.said")
        let publisher = try await WAMPSession.connect(to: "ws:" + url, realm: "realm1")
        for count in [2000, 10] {
          let text = String(repeating: "x", count: count)
          try await publisher.publish([.string(text)], to: "com.example.said")
        }
        for try await _ in events { break }
        await small.close()
        await publisher.close()
      }
      await router.stop()
      try result.get()
    }
    for (outcome, count) in ["published": 2, "delivered": 1, "dropped": 1] as KeyValuePairs<String, Int64> {
      #expect(
        backend.counterTotal(label: "flatwire_router_events", dimensions: [("outcome", outcome)]) == count,
        "\(outcome)")
    }
  }

  @Test("what a reading takes back is not told again when it comes back")
  func takenBack() throws {
    let backend = TestMetrics()
    var metrics = try #require(withMetricsFactory(backend) { RouterMetrics() })
    for published in [5, 3, 4, 7] {
      var reading = RouterReading()
      reading.publishedEvents = published
      metrics.report(reading)
    }
    #expect(
      backend.counterTotal(label: "flatwire_router_events", dimensions: [("outcome", "published")]) == 7)
  }

  @Test("a connection too many is told")
  func lost() async throws {
    let backend = TestMetrics()
    var limits = Router.Limits()
    limits.connections = 1
    try await withMetricsFactory(backend) {
      try await withRouter(limits) { router in
        let session = try await join(router, .cbor)
        await #expect(throws: (any Error).self) { try await join(router, .cbor) }
        await session.close()
      }
    }
    #expect(
      backend.counterTotal(label: "flatwire_router_connections", dimensions: [("outcome", "refused")]) == 1)
  }

  @Test("a client tells how its calls ended and how long they took, and what its streams dropped")
  func ofClient() async throws {
    let backend = TestMetrics()
    try await withRouter { router in
      let session = try await withMetricsFactory(backend) { try await join(router, .cbor) }
      try await session.register("com.example.sleep") { _ in
        try await Task.sleep(for: .seconds(60))
        return .none
      }
      try await session.register("com.example.echo") { $0.payload }
      for _ in 0..<3 { _ = try await session.call("com.example.echo", [1]) }
      for try await _ in try await session.results(of: "com.example.echo", [1]) {}
      await #expect(throws: WAMPError.self) { try await session.call("com.example.nobody") }
      await #expect(throws: WAMPError.self) {
        try await session.call("com.example.sleep", options: .init(timeout: .milliseconds(20)))
      }
      let task = Task { try await session.call("com.example.sleep") }
      try await Task.sleep(for: .milliseconds(50))
      task.cancel()
      _ = await task.result
      let events = try await session.subscribe(
        to: "com.example.opened", buffering: EventBuffering(maxEvents: 1))
      for number in 0..<3 as Range<Int64> {
        try await session.publish([.int(number)], to: "com.example.opened", options: .init(excludeMe: false))
      }
      while events.dropped < 2 { try await Task.sleep(for: .milliseconds(1)) }
      await session.close()
    }
    for (outcome, count) in ["result": 4, "error": 1, "timeout": 1, "canceled": 1] {
      let timer = try backend.expectTimer("flatwire_client_call_duration", [("outcome", outcome)])
      #expect(timer.values.count == count && timer.values.allSatisfy { $0 > 0 }, "\(outcome)")
    }
    #expect(try backend.expectCounter("flatwire_client_events_dropped").totalValue == 2)
  }

  @Test("a client tells that it came back")
  func reconnecting() async throws {
    let backend = TestMetrics()
    try await withRouter { router in
      let wire = try await Wire.start(to: router.port)
      let session = try await withMetricsFactory(backend) { try await wire.connect() }
      wire.interrupt()
      while backend.counterTotal(label: "flatwire_client_reconnections") == 0 {
        try await Task.sleep(for: .milliseconds(1))
      }
      _ = try await session.call("wamp.session.count")
      await session.close()
      wire.cut()
    }
    #expect(try backend.expectCounter("flatwire_client_reconnections").totalValue == 1)
  }

  @Test func `the article lists every metric with what it is`() throws {
    let article = try Documentation.article("Metrics")
    for metric in Metric.all {
      let dimensions = metric.dimensions.map { "`\($0)`" }.joined(separator: ", ")
      let row = "| `\(metric.label)` | \(metric.kind.rawValue) | \(dimensions) | \(metric.meaning) |"
      #expect(article.contains(row), "\(row)")
    }
    #expect(article.split(separator: "| `flatwire_").count - 1 == Metric.all.count)
  }
}
