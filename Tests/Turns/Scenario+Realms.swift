import WAMP

extension Scenario {
  /// What sessions do to their realm, with the limits that a router has unless it is told others; where one session
  /// may do no more, many sessions do it.
  static let realms = [
    Scenario("subscribe to a million topics") { turns in
      var crowd = Crowd()
      for index in 0..<1_000_000 {
        let topic = "com.example.topic\(index)"
        crowd.send(.subscribe(.init(request: RequestID(1), topic: topic)), from: index / 10_000, &turns)
      }
    },
    Scenario("register a million procedures") { turns in
      var crowd = Crowd()
      for index in 0..<1_000_000 {
        let procedure = "com.example.procedure\(index)"
        crowd.send(
          .register(.init(request: RequestID(1), procedure: procedure)), from: index / 10_000, &turns)
      }
    },
    Scenario("join with 400000 sessions, all subscribe to one topic") { turns in
      var crowd = Crowd()
      for index in 0..<400_000 {
        turns.turn { crowd.join() }
        crowd.send(.subscribe(.init(request: RequestID(1), topic: "t")), from: index, &turns)
      }
    },
    Scenario("a million calls wait") { turns in
      var crowd = Crowd()
      crowd.callAMillion(&turns)
    },
    Scenario("leave with 10000 wildcards of 1 KiB") { turns in
      var crowd = Crowd()
      for index in 0..<10_000 {
        let topic = "\(index)." + String(repeating: "a.", count: 500)
        crowd.do(.subscribe(.init(request: RequestID(1), topic: topic, match: .wildcard)), from: 0)
      }
      crowd.leave(0, &turns)
    },
    Scenario("leave with 10000 procedures of 1 KiB") { turns in
      var crowd = Crowd()
      for index in 0..<10_000 {
        let procedure = "\(index)." + String(repeating: "a.", count: 500) + "a"
        crowd.do(.register(.init(request: RequestID(1), procedure: procedure)), from: 0)
      }
      crowd.leave(0, &turns)
    },
    Scenario("the callees of a million calls leave") { turns in
      var crowd = Crowd()
      var others = Turns(.none)
      crowd.callAMillion(&others)
      for callee in 0..<100 { crowd.leave(callee, &turns) }
    },
    Scenario("the callers of a million calls leave") { turns in
      var crowd = Crowd()
      var others = Turns(.none)
      crowd.callAMillion(&others)
      for caller in 100..<200 { crowd.leave(caller, &turns) }
    },
    Scenario("the connections of the callers of a million calls are lost") { turns in
      var crowd = Crowd()
      var others = Turns(.none)
      crowd.callAMillion(&others)
      for caller in 100..<200 { crowd.resume(caller, &turns) }
    },
    Scenario("a session with 10000 subscriptions goes on over another connection") { turns in
      var crowd = Crowd()
      // Of every other one it is the only subscriber.
      for session in 0..<3 {
        for index in 0..<10_000 where session == 0 || index.isMultiple(of: 2) {
          crowd.do(.subscribe(.init(request: RequestID(1), topic: "com.example.t\(index)")), from: session)
        }
      }
      crowd.resume(0, &turns)
    },
    Scenario("get what 10000 topics of 1 KiB keep") { turns in
      var crowd = Crowd()
      let long = String(repeating: "a.", count: 500)
      for index in 0..<10_000 {
        crowd.do(.publish(.init(request: RequestID(1), topic: "\(long)\(index)", retain: true)), from: 1)
      }
      for match in [MatchPolicy.prefix, .wildcard] {
        let subscribe = Message.Subscribe(
          request: RequestID(1), topic: long + "none.", match: match, getRetained: true)
        crowd.send(.subscribe(subscribe), from: 0, &turns)
      }
    },
    Scenario("publish to 100000 subscribers") { turns in
      var crowd = Crowd(subscribed: 100_000)
      crowd.send(.publish(.init(request: RequestID(1), topic: "t")), from: 7, &turns)
    },
    Scenario("publish to 100000 subscribers but 1000") { turns in
      var crowd = Crowd(subscribed: 100_000)
      var publish = Message.Publish(request: RequestID(1), topic: "t")
      publish.audience.exclude = crowd.sessions.prefix(500).map { $0 }
      publish.audience.excludeAuthIDs = (0..<500).map { "somebody-\($0)" }
      crowd.send(.publish(publish), from: 7, &turns)
    },
    Scenario("publish to a topic that 8192 wildcards cover, of each of 8 sessions") { turns in
      var crowd = Crowd()
      for session in 0..<8 {
        for number in 0..<8192 {
          var topic = ["s", "\(session)"]
          topic[1] = session & 1 == 0 ? "a" : ""
          topic.append(session & 2 == 0 ? "a" : "")
          topic.append(session & 4 == 0 ? "a" : "")
          for bit in 0..<13 { topic.append(number >> bit & 1 == 0 ? "a" : "") }
          let subscribe = Message.Subscribe(
            request: RequestID(1), topic: topic.joined(separator: "."), match: .wildcard)
          crowd.do(.subscribe(subscribe), from: session)
        }
      }
      let topic = "s" + String(repeating: ".a", count: 16)
      crowd.send(.publish(.init(request: RequestID(1), topic: topic)), from: 8, &turns)
    },
    Scenario("call the last of 1000 callees that is not busy") { turns in
      var crowd = Crowd(subscribed: 1001)
      crowd.share(among: 1000)
      for number in 1..<1000 {
        crowd.do(.call(.init(request: RequestID(UInt64(number)), procedure: "p")), from: 1000)
      }
      crowd.send(.call(.init(request: RequestID(1000), procedure: "p")), from: 1000, &turns)
    },
    Scenario("take a registration over from 1000 callees") { turns in
      var crowd = Crowd(subscribed: 1001)
      crowd.share(among: 1000)
      let register = Message.Register(request: RequestID(1), procedure: "p", forceReregister: true)
      crowd.send(.register(register), from: 1000, &turns)
    },
    Scenario("call what 8192 wildcards of each of 8 sessions nearly cover") { turns in
      var crowd = Crowd()
      for session in 0..<8 {
        for number in 0..<8192 {
          let components = (0..<16).map { (number << 3 | session) >> $0 & 1 == 0 ? "a" : "" }
          let procedure = "s." + components.joined(separator: ".") + ".b"
          let register = Message.Register(request: RequestID(1), procedure: procedure, match: .wildcard)
          crowd.do(.register(register), from: session)
        }
      }
      let procedure = "s" + String(repeating: ".a", count: 17)
      crowd.send(.call(.init(request: RequestID(1), procedure: procedure)), from: 8, &turns)
    },
  ]
}
