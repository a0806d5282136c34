import Flatwire
import Testing

extension Behaviour {
  /// The meta API: what a router tells of itself.
  static let asking: [Behaviour] = [
    Behaviour("a session finds itself among all sessions") { scene in
      let id = Value(scene.caller.id.rawValue)
      let list = try await scene.caller.call("wamp.session.list").list()
      scene.expect(list.first?.listValue?.contains(id) == true, "\(list)")
      let count = try await scene.caller.call("wamp.session.count").list()
      scene.expect((count.first?.intValue ?? 0) >= 2, "\(count)")
      let details = try await scene.caller.call("wamp.session.get", [id]).list().first?.mapValue
      scene.expect(details?["session"], is: id)
      scene.expect(details?["authrole"]?.stringValue, is: scene.caller.authrole)
      scene.expect(details?["authid"]?.stringValue, is: scene.caller.authid)
    },
    Behaviour("a session that nobody has is an error") { scene in
      await scene.expect(.noSuchSession) { try await scene.caller.call("wamp.session.get", [1]) }
    },
    Behaviour("who joins and leaves is told") { scene in
      let joins = try await scene.caller.subscribe(to: "wamp.session.on_join")
      let leaves = try await scene.caller.subscribe(to: "wamp.session.on_leave")
      let other = try await scene.joinAnother()
      let id = Value(other.id.rawValue)
      for try await event in joins
      where try event.payload.arguments().list.first?.mapValue?["session"] == id { break }
      await other.close()
      for try await event in leaves where try event.payload.arguments().list.first == id { break }
    },
    Behaviour("a registration is found by its procedure, and tells of itself") { scene in
      let registration = try await scene.callee.register(scene.uri("one")) { _ in .none }
      let id = Value(registration.id.rawValue)
      let uri = Value.string(scene.uri("one"))
      for name in ["lookup", "match"] {
        let found = try await scene.caller.call("wamp.registration.\(name)", [uri]).list()
        scene.expect(found, is: [id])
      }
      let details = try await scene.caller.call("wamp.registration.get", [id]).list().first?.mapValue
      scene.expect(details?["uri"], is: uri)
      scene.expect(details?["invoke"], is: "single")
      let callees = try await scene.caller.call("wamp.registration.list_callees", [id]).list()
      scene.expect(callees, is: [[Value(scene.callee.id.rawValue)]])
      let count = try await scene.caller.call("wamp.registration.count_callees", [id]).list()
      scene.expect(count, is: [1])
      let all = try await scene.caller.call("wamp.registration.list").list().first?.mapValue
      scene.expect(all?["exact"]?.listValue?.contains(id) == true, "\(String(describing: all))")
      let none = try await scene.caller.call("wamp.registration.lookup", [.string(scene.uri("none"))]).list()
      scene.expect(none, is: [nil])
    },
    Behaviour("a subscription is found by its topic, and tells of itself") { scene in
      let events = try await scene.callee.subscribe(to: scene.uri("topic"))
      let uri = Value.string(scene.uri("topic"))
      let id = try await scene.caller.call("wamp.subscription.lookup", [uri]).list().first ?? nil
      let details = try await scene.caller.call("wamp.subscription.get", [id]).list().first?.mapValue
      scene.expect(details?["uri"], is: uri)
      scene.expect(details?["match"], is: "exact")
      let matching = try await scene.caller.call("wamp.subscription.match", [uri]).list()
      scene.expect(matching.first?.listValue?.contains(id) == true, "\(matching)")
      let subscribers = try await scene.caller.call("wamp.subscription.list_subscribers", [id]).list()
      scene.expect(subscribers, is: [[Value(scene.callee.id.rawValue)]])
      let count = try await scene.caller.call("wamp.subscription.count_subscribers", [id]).list()
      scene.expect(count, is: [1])
      try await events.cancel()
      let none = try await scene.caller.call("wamp.subscription.lookup", [uri]).list()
      scene.expect(none, is: [nil])
    },
    Behaviour("who registers and subscribes is told") { scene in
      let topics = [
        "wamp.registration.on_register", "wamp.registration.on_unregister", "wamp.subscription.on_subscribe",
        "wamp.subscription.on_unsubscribe",
      ]
      var streams: [Events<UntypedEvent>] = []
      for topic in topics { streams.append(try await scene.caller.subscribe(to: topic)) }
      let registration = try await scene.callee.register(scene.uri("one")) { _ in .none }
      try await registration.cancel()
      let events = try await scene.callee.subscribe(to: scene.uri("topic"))
      try await events.cancel()
      for stream in streams {
        for try await event in stream
        where try event.payload.arguments().list.first == Value(scene.callee.id.rawValue) { break }
      }
    },
  ]
}
