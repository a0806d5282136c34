import Flatwire
import Testing

extension Behaviour {
  static let publishing: [Behaviour] = [
    Behaviour("an event comes with its arguments, keywords and publication") { scene in
      let events = try await scene.callee.subscribe(to: scene.uri("topic"))
      let id = try await scene.caller.publish(["door"], keywords: ["floor": 3], to: scene.uri("topic"))
      scene.expect(id?.isValid == true, "\(String(describing: id))")
      for try await event in events {
        let (list, keywords) = try event.payload.arguments()
        scene.expect(list, is: ["door"])
        scene.expect(keywords, is: ["floor": 3])
        scene.expect(event.publication, is: id)
        scene.expect(event.topic, is: scene.uri("topic"))
        scene.expect(!event.details.retained, "retained")
        break
      }
    },
    Behaviour("events come in the order in which they were published") { scene in
      let events = try await scene.callee.subscribe(to: scene.uri("topic"))
      let count = 100 as Int64
      for number in 0..<count {
        try await scene.caller.publish(
          [.int(number)], to: scene.uri("topic"), options: .init(acknowledge: number == count - 1))
      }
      scene.expect(try await scene.next(Int(count), of: events), is: (0..<count).map { [.int($0)] })
    },
    Behaviour("a publication is acknowledged only if that is asked for") { scene in
      let unanswered = try await scene.caller.publish(
        [1], to: scene.uri("topic"), options: .init(acknowledge: false))
      scene.expect(unanswered, is: nil)
      let first = try await scene.caller.publish([1], to: scene.uri("topic"))
      let second = try await scene.caller.publish([1], to: scene.uri("topic"))
      scene.expect(first != second && first != nil, "\(String(describing: first))")
    },
    Behaviour("a publisher gets its own event only if it says so") { scene in
      let events = try await scene.caller.subscribe(to: scene.uri("topic"))
      try await scene.caller.publish([1], to: scene.uri("topic"))
      try await scene.caller.publish([2], to: scene.uri("topic"), options: .init(excludeMe: false))
      scene.expect(try await scene.next(1, of: events), is: [[2]])
    },
    Behaviour("a publisher that discloses itself is known to subscribers") { scene in
      let events = try await scene.callee.subscribe(to: scene.uri("topic"))
      try await scene.caller.publish([1], to: scene.uri("topic"), options: .init(discloseMe: true))
      for try await event in events {
        scene.expect(event.details.publisher, is: scene.caller.id)
        break
      }
    },
    Behaviour(hiddenPublisher) { scene in
      let events = try await scene.callee.subscribe(to: scene.uri("topic"))
      try await scene.caller.publish([1], to: scene.uri("topic"))
      for try await event in events {
        scene.expect(event.details.publisher, is: nil)
        break
      }
    },
    Behaviour("a topic keeps an event for those who come later") { scene in
      for number in [1, 2] as [Int64] {
        try await scene.caller.publish(
          [.int(number)], to: scene.uri("topic"), options: .init(retain: true))
      }
      try await scene.caller.publish([3], to: scene.uri("topic"))
      let events = try await scene.callee.subscribe(
        to: scene.uri("topic"), options: .init(getRetained: true))
      for try await event in events {
        let list = try event.payload.arguments().list
        scene.expect(list, is: [2])
        scene.expect(event.details.retained, "not retained")
        break
      }
    },
  ]

  static let hiddenPublisher = "a publisher that does not disclose itself is not known"
  static let nobodyEligible = "an event goes to nobody where nobody is eligible"

  /// One publication of 1 that goes to one session only, then one of 2 for everybody.
  static let choosingSubscribers: [Behaviour] = [
    chosen("excluded sessions") { scene, _, other in
      var audience = Audience()
      audience.exclude = [other.id]
      return audience
    },
    chosen("eligible sessions") { scene, chosen, _ in
      var audience = Audience()
      audience.eligible = [chosen.id]
      return audience
    },
    chosen("excluded authids") { _, _, other in
      var audience = Audience()
      audience.excludeAuthIDs = [other.authid ?? ""]
      return audience
    },
    chosen("eligible authids") { _, chosen, _ in
      var audience = Audience()
      audience.eligibleAuthIDs = [chosen.authid ?? ""]
      return audience
    },
    chosen("eligible roles and excluded sessions together") { _, chosen, other in
      var audience = Audience()
      audience.eligibleAuthRoles = [chosen.authrole ?? ""]
      audience.exclude = [other.id]
      return audience
    },
    Behaviour("an event goes to nobody of an excluded role") { scene in
      let events = try await scene.callee.subscribe(to: scene.uri("topic"))
      var options = PublishOptions()
      options.audience.excludeAuthRoles = [scene.callee.authrole ?? ""]
      try await scene.caller.publish([1], to: scene.uri("topic"), options: options)
      try await scene.caller.publish([2], to: scene.uri("topic"))
      scene.expect(try await scene.next(1, of: events), is: [[2]])
    },
    Behaviour(nobodyEligible) { scene in
      let events = try await scene.callee.subscribe(to: scene.uri("topic"))
      var options = PublishOptions()
      options.audience.eligible = []
      try await scene.caller.publish([1], to: scene.uri("topic"), options: options)
      try await scene.caller.publish([2], to: scene.uri("topic"))
      scene.expect(try await scene.next(1, of: events), is: [[2]])
    },
  ]

  private static func chosen(
    _ means: String, _ audience: @escaping @Sendable (Scene, WAMPSession, WAMPSession) -> Audience
  ) -> Behaviour {
    Behaviour("an event goes to whom it is for, by \(means)") { scene in
      let other = try await scene.joinAnother()
      let events = try await scene.callee.subscribe(to: scene.uri("topic"))
      let others = try await other.subscribe(to: scene.uri("topic"))
      let options = PublishOptions(audience: audience(scene, scene.callee, other))
      try await scene.caller.publish([1], to: scene.uri("topic"), options: options)
      try await scene.caller.publish([2], to: scene.uri("topic"))
      scene.expect(try await scene.next(2, of: events), is: [[1], [2]])
      scene.expect(try await scene.next(1, of: others), is: [[2]])
    }
  }
}
