import Flatwire
import Testing

extension Behaviour {
  static let registering: [Behaviour] = [
    Behaviour("a procedure is registered once, until it is given back") { scene in
      let registration = try await scene.callee.register(scene.uri("one")) { _ in Payload(arguments: [1]) }
      scene.expect(registration.id.isValid, "\(registration.id)")
      await scene.expect(.procedureAlreadyExists) {
        try await scene.caller.register(scene.uri("one")) { _ in Payload(arguments: [2]) }
      }
      try await registration.cancel()
      await scene.expect(.noSuchProcedure) { try await scene.caller.call(scene.uri("one")) }
      try await scene.caller.register(scene.uri("one")) { _ in Payload(arguments: [2]) }
      let list = try await scene.caller.call(scene.uri("one")).list()
      scene.expect(list, is: [2])
    },
    Behaviour("a handler of a pattern is told which procedure was called") { scene in
      let handler: @Sendable (Invocation) async throws -> Payload = { call in
        Payload(arguments: [.string(call.procedure ?? "")])
      }
      try await scene.callee.register(
        scene.uri("prefix."), options: .init(match: .prefix), handler)
      try await scene.callee.register(
        scene.uri("wild..card"), options: .init(match: .wildcard), handler)
      for name in ["prefix.a.b", "prefix.c", "wild.x.card"] {
        let list = try await scene.caller.call(scene.uri(name)).list()
        scene.expect(list, is: [.string(scene.uri(name))])
      }
      await scene.expect(.noSuchProcedure) { try await scene.caller.call(scene.uri("wild.x.y.card")) }
    },
    Behaviour("of several registrations the exact one is called, then the longest prefix, then wildcards") {
      scene in
      for (pattern, match) in [
        ("a.b.c", .exact), ("a.b.", .prefix), ("a.", .prefix), ("a..z", .wildcard), ("x..z", .wildcard),
      ] as [(String, MatchPolicy)] {
        try await scene.callee.register(scene.uri(pattern), options: .init(match: match)) { _ in
          Payload(arguments: [.string(pattern)])
        }
      }
      for (called, pattern) in [
        ("a.b.c", "a.b.c"), ("a.b.d", "a.b."), ("a.c.z", "a."), ("x.y.z", "x..z"),
      ] {
        let list = try await scene.caller.call(scene.uri(called)).list()
        scene.expect(list, is: [.string(pattern)])
      }
    },
    Behaviour(takingOver) { scene in
      try await scene.callee.register(scene.uri("who")) { _ in Payload(arguments: ["first"]) }
      try await scene.caller.register(scene.uri("who"), options: .init(forceReregister: true)) { _ in
        Payload(arguments: ["second"])
      }
      let list = try await scene.callee.call(scene.uri("who")).list()
      scene.expect(list, is: ["second"])
    },
  ]

  static let takingOver = "a registration can take the place of another session's"
}
