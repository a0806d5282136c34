import WAMP

extension Scenario {
  /// What is asked of the realm about itself, and what it keeps for later.
  static let metaAPI = [
    Scenario("list 15000 sessions") { turns in
      var crowd = Crowd(joined: 15_000)
      crowd.call("wamp.session.list", from: 0, &turns)
    },
    Scenario("list 15000 subscriptions") { turns in
      var crowd = Crowd()
      for index in 0..<15_000 {
        crowd.do(.subscribe(.init(request: RequestID(1), topic: "t\(index)")), from: index / 10_000)
      }
      crowd.call("wamp.subscription.list", from: 0, &turns)
    },
    Scenario("kill 20000 sessions") { turns in
      var crowd = Crowd(joined: 20_000)
      crowd.call("wamp.session.kill_by_authrole", ["anonymous"], from: 0, &turns)
    },
    Scenario("leave a testament of 30 KiB of small values") { turns in
      var crowd = Crowd()
      let list = Value.list(Array(repeating: 1, count: 30 * 1024))
      crowd.call("wamp.session.add_testament", ["t", list], from: 0, &turns)
    },
    Scenario("leave with 100 testaments and 1000 subscriptions that 10000 watch") { turns in
      var crowd = Crowd(subscribed: 10_000)
      for index in 1..<10_000 {
        let subscribe = Message.Subscribe(
          request: RequestID(2), topic: "wamp.subscription.", match: .prefix)
        crowd.do(.subscribe(subscribe), from: index)
      }
      var others = Turns(.none)
      for _ in 0..<100 { crowd.call("wamp.session.add_testament", ["t"], from: 0, &others) }
      for index in 0..<1000 {
        crowd.do(.subscribe(.init(request: RequestID(1), topic: "u\(index)")), from: 0)
      }
      crowd.leave(0, &turns)
    },
    Scenario("subscribe to what 10000 topics keep, and to nothing of it") { turns in
      var crowd = Crowd()
      for index in 0..<10_000 {
        crowd.do(
          .publish(.init(request: RequestID(1), topic: "com.example.topic\(index).x", retain: true)), from: 0)
      }
      for topic in ["com...x", "com..topic.x"] {
        let subscribe = Message.Subscribe(
          request: RequestID(1), topic: topic, match: .wildcard, getRetained: true)
        crowd.send(.subscribe(subscribe), from: 1, &turns)
      }
    },
  ]
}
