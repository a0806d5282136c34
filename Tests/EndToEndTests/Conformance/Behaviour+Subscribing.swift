import Flatwire
import Testing

extension Behaviour {
  static let subscribing: [Behaviour] = [
    Behaviour("patterns of topics get what they cover, with its topic") { scene in
      let prefix = try await scene.callee.subscribe(to: scene.uri("a."), options: .init(match: .prefix))
      let wildcard = try await scene.callee.subscribe(to: scene.uri("a..z"), options: .init(match: .wildcard))
      let exact = try await scene.callee.subscribe(to: scene.uri("a.y.z"))
      let topics = ["a.x", "b.y.z", "a.y.z", "a.z.z"]
      for topic in topics { try await scene.caller.publish([1], to: scene.uri(topic)) }
      for (events, expected) in [
        (prefix, ["a.x", "a.y.z", "a.z.z"]), (wildcard, ["a.y.z", "a.z.z"]), (exact, ["a.y.z"]),
      ] {
        var seen: [String] = []
        for try await event in events {
          seen.append(event.topic)
          if seen.count == expected.count { break }
        }
        scene.expect(seen, is: expected.map(scene.uri))
      }
    },
    Behaviour("a subscription that is given back gets no more") { scene in
      let first = try await scene.callee.subscribe(to: scene.uri("topic"))
      let other = try await scene.callee.subscribe(to: scene.uri("other"))
      try await first.cancel()
      try await scene.caller.publish([1], to: scene.uri("topic"))
      try await scene.caller.publish([2], to: scene.uri("other"))
      scene.expect(try await scene.next(1, of: other), is: [[2]])
      for try await event in first { scene.expect(false, "\(event)") }
    },
    Behaviour("two subscriptions of a session to one topic get each event") { scene in
      let streams = [
        try await scene.callee.subscribe(to: scene.uri("topic")),
        try await scene.callee.subscribe(to: scene.uri("topic")),
      ]
      try await scene.caller.publish([1], to: scene.uri("topic"))
      for events in streams { scene.expect(try await scene.next(1, of: events), is: [[1]]) }
      try await streams[0].cancel()
      try await scene.caller.publish([2], to: scene.uri("topic"))
      scene.expect(try await scene.next(1, of: streams[1]), is: [[2]])
    },
    Behaviour("a large event arrives whole, at several subscribers") { scene in
      let size = scene.way.serializer.isText ? 1 << 15 : 1 << 20
      let large = Value.bytes(SharedBytes([UInt8](repeating: 7, count: size)))
      let other = try await scene.joinAnother()
      let streams = [
        try await scene.callee.subscribe(to: scene.uri("topic")),
        try await other.subscribe(to: scene.uri("topic")),
      ]
      try await scene.caller.publish([large], to: scene.uri("topic"))
      for events in streams {
        let lists = try await scene.next(1, of: events)
        scene.expect(lists == [[large]], "not the same bytes")
      }
    },
  ]
}
