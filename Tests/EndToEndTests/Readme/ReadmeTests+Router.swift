import Flatwire
import Foundation
import Testing

/// README's samples of routers and sessions.
extension ReadmeTests {
  @Test func `the sample without a schema does what it says`() async throws {
    let router = try await Router.start(.webSocket(port: 0), realm: "realm1")
    let session = try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: "realm1")

    try await session.register("com.example.add") { call in
      let numbers = try call.payload.arguments().list.compactMap(\.intValue)
      return Payload(arguments: [.int(numbers.reduce(0, +))])
    }
    let sum = try await session.call("com.example.add", [2, 3], options: .init(timeout: .seconds(5)))

    let events = try await session.subscribe(to: "com.example.", options: .init(match: .prefix))
    try await session.publish(["door", 3], to: "com.example.opened", options: .init(excludeMe: false))
    for try await event in events {
      print(event.topic, try event.payload.arguments().list)
      break
    }

    #expect(try sum.arguments().list == [5])
    await session.close()
    await router.stop()
  }

  @Test func `the sample of endpoints does what it says`() async throws {
    let (socket, port) = ("/tmp/flatwire-\(UUID().uuidString.prefix(8)).sock", 0)

    let router = try await Router.start(
      [.universal(port: port), .rawSocket(.unix(path: socket))], realms: ["realm1"])
    let session = try await WAMPSession.connect(to: "rs+unix://\(socket)", realm: "realm1")

    #expect(session.realm == "realm1")
    await session.close()
    await router.stop()
  }

  @Test func `the sample of an inventory does what it says`() async throws {
    let port = 0

    var realm = RealmConfiguration("realm1")
    realm.inventory = [User.embeddedSchema]  // all procedures and topics of these schemas
    realm.validation = .refuse  // or .log, or .off
    let router = try await Router.start([.webSocket(port: port)], realms: [realm])

    let session = try await join(router, .cbor)
    let error = await #expect(throws: WAMPError.self) {
      try await session.publish([7], to: Topic.usersChanged.uri)
    }
    #expect(error?.code == .invalidPayload)
    await session.close()
    await router.stop()
  }

  @Test func `the sample of who may do what does what it says`() async throws {
    let (secret, port): (Secret, Int) = ("geheim", 0)

    var permissions = Permissions(everyone: [.call, .subscribe])
    try permissions.grant([.register, .publish], to: "backend", on: "com.example.", .prefix)
    let realm = RealmConfiguration(
      "realm1",
      authentication: Authentication(
        principals: [Principal("worker", role: "backend", .wampCRA(secret: secret))], anonymousRole: "guest"),
      permissions: permissions)
    let router = try await Router.start([.webSocket(host: "0.0.0.0", port: port)], realms: [realm])

    let session = try await WAMPSession.connect(
      to: "ws://127.0.0.1:\(router.port)/", realm: "realm1", authid: "worker",
      authentication: .wampCRA(secret: secret))

    #expect(session.authrole == "backend")
    _ = try await session.register("com.example.add") { _ in Payload.none }
    let guest = try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: "realm1")
    await #expect(throws: WAMPError.self) {
      try await guest.register("com.example.sub") { _ in Payload.none }
    }
    await guest.close()
    await session.close()
    await router.stop()
  }

  @Test func `the sample of an uplink does what it says`() async throws {
    try await withRouter { outer in
      try await withStore { store in
        try await withRouter { router in
          try await expose(store, on: router)
          try await offer(router, to: "ws://127.0.0.1:\(outer.port)/")
        }
      }
    }
  }

  private func offer(_ router: Router, to crossbar: RouterAddress) async throws {
    let uplink = try await router.uplink(
      to: crossbar, realm: "realm1", offering: [.prefix("com.example.users.")],
      publishing: ["com.example.users.changed"])

    #expect(await uplink.procedures.count == 4)
    await uplink.cancel()
  }

  @Test func `the sample of two programs with one schema does what it says`() async throws {
    let port = 0

    let router = try await Router.start(
      .webSocket(port: port), realm: "realm1", schemas: .announcing([User.embeddedSchema]))
    let session = try await WAMPSession.connect(
      to: "ws://127.0.0.1:\(router.port)/", realm: "realm1",
      schemas: .requiringCompatible([User.embeddedSchema]))
    for difference in session.differingSchemas {
      print(difference.name, difference.peer, difference.isCompatible, difference.findings)
    }

    #expect(session.realm == "realm1")
    await session.close()
    await router.stop()
  }
}
