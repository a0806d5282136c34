import Flatwire
import Testing

extension Behaviour {
  /// Peers of typed code that know nothing of records.
  static let plain: [Behaviour] = [
    Behaviour("a callee that knows no records is called with plain arguments") { scene in
      let procedure = Procedure<Search, Finding>(scene.uri("find"), schema: Search.embeddedSchema)
      try await scene.callee.register(procedure.uri) { call in
        let (list, keywords) = try call.payload.arguments()
        // What a newer schema has behind the fields that the caller knows.
        return Payload(
          arguments: [keywords["limit"] ?? 0, .list(list), "newer"],
          keywords: ["order": keywords["order"] ?? .null, "newer": true, "near": ["x": 1.5, "y": 2, "z": 3]])
      }
      let request = Search.Draft(text: "x", near: nil, tags: nil, limit: 3, order: .byID)
      let finding = try await scene.caller.call(procedure, request, options: .init(asPlainArguments: true))
      let draft = finding.record.draft
      scene.expect(draft.count, is: 3)
      scene.expect(draft.names, is: ["x"])
      scene.expect(draft.order == .byID, "another order")
      scene.expect(draft.near?.y, is: 2)
    },
    Behaviour("an event of a typed topic in plain arguments is understood by all") { scene in
      let topic = Topic<User>(scene.uri("changed"), schema: User.embeddedSchema)
      let plain = try await scene.callee.subscribe(to: topic.uri)
      let typed = try await scene.joinAnother().subscribe(to: topic)
      try await scene.caller.publish(TestData.user(4), to: topic, options: .init(asPlainArguments: true))
      let user = TestData.user(4)
      let list = try #require(try await scene.next(1, of: plain).first)
      scene.expect(list.first, is: 4)
      scene.expect(list.dropFirst().first, is: .string(user.name))
      for try await event in typed {
        scene.expect(event.record.draft == user, "not user 4")
        break
      }
    },
    Behaviour("the meta API is called by its schema") { scene in
      let (caller, callee) = (scene.caller, scene.callee)
      let joined = try await caller.subscribe(to: .wampSessionOnJoin)
      let other = try await scene.joinAnother()
      for try await event in joined where event.record.details?.session == other.id.rawValue { break }
      let key = MetaSessionKey.Draft(session: callee.id.rawValue)
      let member = try await caller.call(.wampSessionGet, key) { $0.draft.details }
      scene.expect(member?.session, is: callee.id.rawValue)
      scene.expect(member?.authrole, is: callee.authrole)
      let count = try await caller.call(.wampSessionCount, .init()) { $0.count }
      scene.expect(count >= 3, "\(count) sessions")
      let sessions = try await caller.call(.wampSessionList, .init()) { $0.draft.sessions ?? [] }
      let all = [caller, callee, other].map(\.id.rawValue)
      scene.expect(Set(sessions).isSuperset(of: all), "not all sessions")

      let created = try await caller.subscribe(to: .wampRegistrationOnCreate)
      let registration = try await callee.register(scene.uri("one")) { _ in .none }
      for try await event in created where event.record.registrationDetails?.uri == scene.uri("one") {
        scene.expect(event.record.session, is: callee.id.rawValue)
        break
      }
      let one = MetaRegistrationKey.Draft(registration: registration.id.rawValue)
      let details = try await caller.call(.wampRegistrationGet, one) { $0.draft.details }
      scene.expect(details?.uri, is: scene.uri("one"))
      scene.expect(details?.match == .exact, "another policy")
      scene.expect(details?.invoke, is: "single")
      let callees = try await caller.call(.wampRegistrationListCallees, one) { $0.draft.callees }
      scene.expect(callees, is: [callee.id.rawValue])
      let matched = try await caller.call(.wampRegistrationMatch, .init(procedure: scene.uri("one"))) {
        $0.registration
      }
      scene.expect(matched, is: registration.id.rawValue)
      let none = try await caller.call(.wampRegistrationLookup, .init(procedure: scene.uri("none"))) {
        $0.registration
      }
      scene.expect(none, is: nil)

      let topics = try await callee.subscribe(to: scene.uri("topics"), options: .init(match: .prefix))
      let lookup = MetaTopicLookup.Draft(topic: scene.uri("topics"), options: .init(match: .prefix))
      let found = try await caller.call(.wampSubscriptionLookup, lookup) { $0.subscription }
      let id = try #require(found)
      let subscribers = try await caller.call(.wampSubscriptionCountSubscribers, .init(subscription: id)) {
        $0.count
      }
      scene.expect(subscribers, is: 1)
      let lists = try await caller.call(.wampSubscriptionList, .init()) { $0.draft.ids }
      scene.expect(lists?.prefix?.contains(id) == true, "not among the subscriptions")
      // Nobody listens any more once the events are let go of.
      withExtendedLifetime(topics) {}
      await scene.expect(.noSuchSession) { try await caller.call(.wampSessionGet, .init(session: 1)) }
      let kill = MetaSessionKill.Draft(session: other.id.rawValue, reason: "com.example.enough")
      _ = try await caller.call(.wampSessionKill, kill)
      scene.expect(try await other.closed?.code.rawValue, is: "com.example.enough")
    },
  ]
}
