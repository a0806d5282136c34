import Flatwire
import Foundation
import NIOCore
import NIOPosix
import Synchronization
import Programs
import Testing

/// What a router does with clients that come at the wrong time, say too much or do not read.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct RouterLimitTests {
  @Test(arguments: [1, 3])
  func `a call that comes together with the HELLO is never answered, on any number of loops`(loops: Int)
    async throws
  {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: loops)
    try await withRouter(on: group) { router in
      try await router.register(.usersGet) { try RecordBuffer<User>(.init(id: $0.record.id, name: "Ann")) }
      let call = Message.call(.init(request: RequestID(1), procedure: "com.example.user.get"))
      for _ in 0..<20 {
        let events = try await ScriptedPeer.connect(to: router, saying: [ScriptedPeer.hello, call])
        var reasons: [String] = []
        for await case .message(let message) in events {
          if case .abort(let abort) = message {
            reasons.append(abort.reason)
          } else {
            reasons.append("answered")
          }
        }
        #expect(reasons == ["wamp.error.protocol_violation"])
      }
    }
    try await group.shutdownGracefully()
  }

  @Test func `a client that says nothing is told so and leaves`() async throws {
    var limits = Router.Limits()
    limits.helloTimeout = .seconds(3)
    try await withRouter(limits) { router in
      let events = try await ScriptedPeer.connect(to: router, saying: [])
      guard case .message(.abort(let abort))? = await events.first(where: { _ in true }) else {
        Issue.record("no ABORT")
        return
      }
      #expect(abort.reason == "wamp.error.timeout")
    }
  }

  @Test func `what waits for authorizers counts for the whole router, and comes back when they have decided`()
    async throws
  {
    var limits = Router.Limits()
    limits.totalBytes = 1 << 20
    var permissions = Permissions()
    let isDecided = Mutex(false)
    permissions.authorize("anonymous") { _ in
      while !isDecided.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
      return .allowed()
    }
    let realm = RealmConfiguration("realm1", permissions: permissions)
    let router = try await Router.start([.webSocket(port: 0)], realms: [realm], limits: limits)
    let session = try await join(router, .cbor)
    let text = Value.string(String(repeating: "x", count: 400_000))
    let (codes, told) = AsyncStream.makeStream(of: WAMPError.Code.self)
    for _ in 0..<8 {
      Task {
        do {
          _ = try await session.call("com.example.none", [text])
        } catch let error as WAMPError {
          told.yield(error.code)
        }
      }
    }
    var seen: [WAMPError.Code] = []
    for await code in codes {
      seen.append(code)
      isDecided.withLock { $0 = true }
      if seen.count == 8 { break }
    }
    #expect(seen.first == .unavailable && seen.contains(.noSuchProcedure))
    let error = await #expect(throws: WAMPError.self) { try await session.call("com.example.none", [text]) }
    #expect(error?.code == .noSuchProcedure)
    await session.close()
    await router.stop()
  }

  @Test func `a connection too many is closed at once; those of this machine are not counted by address`()
    async throws
  {
    var limits = Router.Limits()
    (limits.connections, limits.connectionsPerAddress) = (1, 0)
    try await withRouter(limits) { router in
      let session = try await join(router, .cbor)
      await #expect(throws: TransportError.self) { _ = try await join(router, .cbor) }
      _ = try await session.call("wamp.session.count")
      await session.close()
      // There is room once the router knows that the first one is gone.
      var next: WAMPSession?
      while next == nil {
        next = try? await join(router, .cbor)
        try await Task.sleep(for: .milliseconds(10))
      }
      await next?.close()
    }
  }

  @Test func `a HELLO of a megabyte is not read`() async throws {
    try await withRouter { router in
      let details: Options = ["x_much": .string(String(repeating: "x", count: 1 << 20))]
      let hello = Message.hello(.init(realm: "realm1", roles: .client, details: details))
      let events = try await ScriptedPeer.connect(to: router, saying: [hello])
      for await event in events {
        guard case .closed(let reason) = event else {
          Issue.record("answered: \(event)")
          continue
        }
        #expect(reason.contains("1009"), "\(reason)")
      }
    }
  }

  @Test func `a callee that does not read costs its callers an error and keeps its session`() async throws {
    var limits = Router.Limits()
    limits.backlog = 1 << 20
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let isReading = Mutex(false)
    try await withRouter(limits) { router in
      let register = Message.register(.init(request: RequestID(1), procedure: "a.b"))
      let events = try await ScriptedPeer.connect(
        to: router, on: group.next(), saying: [ScriptedPeer.hello]
      ) { message in
        switch message {
        case .welcome: return [register]
        case .registered:
          while !isReading.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.01) }
          return []
        case .invocation(let invocation): return [.yield(.init(request: invocation.request))]
        default: return []
        }
      }
      for await case .message(.registered) in events { break }
      let caller = try await join(router, .cbor)
      let record = Payload.binaryArgument(SharedBytes([UInt8](repeating: 1, count: 1 << 20)))
      var codes: [String] = []
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<64 {
          group.addTask {
            do {
              _ = try await caller.call("a.b", record)
              return "answered"
            } catch let error as WAMPError {
              return error.code.rawValue
            }
          }
        }
        for try await code in group {
          codes.append(code)
          if code != "answered" { isReading.withLock { $0 = true } }
        }
      }
      #expect(Set(codes) == ["answered", "wamp.error.unavailable"])
      _ = try await caller.call("a.b", record)
      await caller.close()
    }
    try await group.shutdownGracefully()
  }

  @Test func `a subscriber that does not read loses events and is closed with 1008`() async throws {
    var limits = Router.Limits()
    limits.backlog = 1 << 20
    limits.patience = .seconds(2)
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let isReading = Mutex(false)
    try await withRouter(limits) { router in
      let subscribe = Message.subscribe(.init(request: RequestID(1), topic: "com.example.user.changed"))
      let events = try await ScriptedPeer.connect(
        to: router, on: group.next(), saying: [ScriptedPeer.hello]
      ) { message in
        if case .welcome = message { return [subscribe] }
        if case .subscribed = message {
          while !isReading.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.01) }
        }
        return []
      }
      for await case .message(.subscribed) in events { break }
      let user = try RecordBuffer<User>(.init(id: 1, name: String(repeating: "x", count: 1 << 20)))
      for _ in 0..<64 { try await router.publish(user, to: .usersChanged) }
      try await Task.sleep(for: .seconds(4))
      isReading.withLock { $0 = true }
      var received = 0
      for await event in events {
        if case .closed(let reason) = event {
          #expect(reason.contains("1008"), "\(reason)")
        } else {
          received += 1
        }
      }
      #expect(received < 64)
    }
    try await group.shutdownGracefully()
  }
}
