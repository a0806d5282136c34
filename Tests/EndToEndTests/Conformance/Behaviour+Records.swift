import Flatwire
import Testing

extension Behaviour {
  static let records: [Behaviour] = [
    Behaviour("a record that is borrowed from a store answers a typed call") { scene in
      let procedure = Procedure<UserKey, User>(scene.uri("get"))
      let store = scene.store
      try await scene.callee.register(procedure) { try store.pin(.users, $0.record.id) }
      for id in [1, 7, 20] as [UInt64] {
        let user = try await scene.caller.call(procedure, .init(id: id))
        scene.expect(user.record.draft == TestData.user(id), "not user \(id)")
      }
      await scene.expect(.noSuchRecord) { try await scene.caller.call(procedure, .init(id: 1000)) }
      await scene.expect(.invalidArgument) { try await scene.caller.call(procedure.uri, [1, "two"]) }
    },
    Behaviour("a record that is published arrives at a typed topic") { scene in
      let topic = Topic<User>(scene.uri("changed"))
      let events = try await scene.callee.subscribe(to: topic)
      let stored = try scene.store.pin(.users, 3)
      if let stored { try await scene.caller.publish(stored, to: topic) }
      try await scene.caller.publish(TestData.user(4), to: topic)
      var id: UInt64 = 3
      for try await event in events {
        scene.expect(event.record.draft == TestData.user(id), "not user \(id)")
        if id == 4 { break }
        id += 1
      }
    },
    Behaviour("one wrong event of a typed topic is skipped") { scene in
      let topic = Topic<User>(scene.uri("changed"))
      let events = try await scene.callee.subscribe(to: topic)
      try await scene.caller.publish([1], to: topic.uri)
      try await scene.caller.publish(TestData.user(4), to: topic)
      for try await event in events {
        scene.expect(event.record.id, is: 4)
        break
      }
      scene.expect(events.rejected, is: 1)
    },
  ]
}
