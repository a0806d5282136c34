import Flatwire
import Testing

extension Behaviour {
  static let departing: [Behaviour] = [
    Behaviour("a testament comes when its session leaves, unless it was taken back") { scene in
      let events = try await scene.callee.subscribe(to: scene.uri("gone"))
      for word in ["kept", "flushed", "kept"] as [Value] {
        let session = try await scene.joinAnother()
        _ = try await session.call(
          "wamp.session.add_testament", [.string(scene.uri("gone")), [word], ["from": "me"]])
        if word == "flushed" { _ = try await session.call("wamp.session.flush_testaments") }
        await session.close()
      }
      scene.expect(try await scene.next(2, of: events), is: [["kept"], ["kept"]])
    },
    Behaviour("a session that is killed is told why") { scene in
      let victim = try await scene.joinAnother()
      _ = try await scene.caller.call(
        "wamp.session.kill", [Value(victim.id.rawValue)],
        keywords: ["reason": "com.example.enough", "message": "bye"])
      let reason = try await victim.closed
      scene.expect(reason?.code.rawValue, is: "com.example.enough")
      scene.expect(reason?.message, is: "bye")
    },
    Behaviour(revokedSubscription) { scene in
      let events = try await scene.callee.subscribe(to: scene.uri("topic"))
      let found = try await scene.caller.call("wamp.subscription.lookup", [.string(scene.uri("topic"))])
        .list()
      _ = try await scene.caller.call(
        "wamp.subscription.remove_subscriber", found + [Value(scene.callee.id.rawValue)])
      await scene.expect(.noSuchSubscription) { for try await _ in events {} }
    },
    Behaviour(revokedRegistration) { scene in
      let registration = try await scene.callee.register(scene.uri("one")) { _ in .none }
      _ = try await scene.caller.call(
        "wamp.registration.remove_callee",
        [Value(registration.id.rawValue), Value(scene.callee.id.rawValue)])
      await scene.expect(.noSuchProcedure) { try await scene.caller.call(scene.uri("one")) }
    },
    Behaviour(trustLevels) { scene in
      try await scene.callee.register(scene.uri("trust")) { call in
        Payload(arguments: [Value(call.trustLevel ?? 0)])
      }
      let events = try await scene.callee.subscribe(to: scene.uri("topic"))
      let level = ConformanceRouter.trustLevels[scene.caller.authrole ?? ""] ?? 0
      let told = try await scene.caller.call(scene.uri("trust")).list()
      scene.expect(told, is: [Value(level)])
      try await scene.caller.publish([1], to: scene.uri("topic"))
      for try await event in events {
        scene.expect(event.details.trustLevel, is: level)
        break
      }
    },
  ]

  static let revokedSubscription = "a revoked subscription ends, and its subscriber knows why"
  static let revokedRegistration = "a revoked registration is not called any more"
  static let trustLevels = "callees and subscribers are told how far a role is trusted"
}
