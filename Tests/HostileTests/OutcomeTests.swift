import Programs
import Testing

extension Hostile {
  /// What depends on what was sent, and on nothing else.
  @Suite("The same input has the same outcome") struct OutcomeTests {
    /// What is sent together with HELLO, before WELCOME can have come.
    enum Early: String, CaseIterable, Sendable { case call, publish, subscribe, register, hello }

    @Test(
      "fifty times: a message in one segment with HELLO is a violation, on any number of loops",
      arguments: [1, 4], Early.allCases)
    func early(loops: Int, early: Early) async throws {
      let seen = try await AttackedRouter.run(loops: loops) { router in
        try await blocking {
          var seen: [String: Int] = [:]
          for format in WireFormat.allCases {
            let message =
              switch early {
              case .call: format.call(1, "com.attacked.get", .arguments(.bytes([0])))
              case .publish: format.publish(1, "early.topic", acknowledge: true)
              case .subscribe: format.subscribe(1, "early.topic")
              case .register: format.register(1, "early.procedure")
              case .hello: format.hello()
              }
            for _ in 0..<50 {
              let bytes = RawPeer.frame(format.hello()) + RawPeer.frame(message)
              let peer = try RawPeer(port: router.port, format: format, then: bytes)
              seen[try Self.first(peer), default: 0] += 1
            }
          }
          return seen
        }
      }
      #expect(seen == ["wamp.error.protocol_violation": 100])
    }

    @Test("ABORT and GOODBYE before WELCOME are no violations", arguments: WireFormat.allCases)
    func earlyEnd(format: WireFormat) async throws {
      let seen = try await AttackedRouter.run { router in
        try await blocking {
          var seen: Set<String> = []
          for message in [format.goodbye(), format.abort("wamp.close.normal")] {
            for _ in 0..<10 {
              let bytes = RawPeer.frame(format.hello()) + RawPeer.frame(message)
              let peer = try RawPeer(port: router.port, format: format, then: bytes)
              while let answer = try? peer.nextAnswer(within: .seconds(2)), answer.code == Code.abort {
                seen.insert("\(answer)")
              }
            }
          }
          return seen
        }
      }
      #expect(seen == [])
    }

    @Test("for a URI and its decomposed form, which is another", arguments: WireFormat.allCases, 0...2)
    func bytesOfURIs(format: WireFormat, match: Int) async throws {
      let (composed, decomposed): (Item, Item) = ("q.caf\u{E9}", "q.cafe\u{301}")
      try await AttackedRouter.run { router in
        let (called, own, events) = try await blocking {
          let peer = try RawPeer.joined(router.port, format)
          _ = try peer.ask(1, format.subscribe(1, composed, match: match))
          _ = try peer.ask(2, format.register(2, composed, match: match))
          let other = try RawPeer.joined(router.port, format)
          let called = try other.ask(1, format.call(1, decomposed))
          _ = try other.ask(2, format.publish(2, decomposed, acknowledge: true))
          _ = try other.ask(3, format.publish(3, composed, acknowledge: true))
          let own = try other.ask(4, format.register(4, decomposed, match: match))
          var events = 0
          while let answer = try peer.nextAnswer(within: .milliseconds(200)) {
            if answer.code == Code.event { events += 1 }
          }
          return (called, own, events)
        }
        #expect(called.uri == "wamp.error.no_such_procedure")
        // Patterns are for topics so far.
        #expect(own.code == Code.registered || match > 0)
        #expect(events == 1)
      }
    }

    @Test("for the empty pattern, which covers everything", arguments: WireFormat.allCases, 1...2)
    func emptyPattern(format: WireFormat, match: Int) async throws {
      try await AttackedRouter.run { router in
        let (subscribed, event) = try await blocking {
          let peer = try RawPeer.joined(router.port, format)
          let subscribed = try peer.ask(1, format.subscribe(1, "", match: match))
          let other = try RawPeer.joined(router.port, format)
          // A wildcard of one empty component covers topics of one component.
          _ = try other.ask(2, format.publish(2, match == 1 ? "a.b.c" : "a", acknowledge: true))
          return (subscribed, try peer.nextAnswer(within: .seconds(2)))
        }
        #expect(subscribed.code == Code.subscribed)
        #expect(event?.code == Code.event)
      }
    }

    @Test("for request 0, which is none in either format", arguments: WireFormat.allCases)
    func requestZero(format: WireFormat) async throws {
      let seen = try await AttackedRouter.run { router in
        try await blocking {
          try [
            format.call(0, "some.procedure"), format.subscribe(0, "some.topic"),
            format.register(0, "some.procedure"), format.publish(0, "some.topic", acknowledge: true),
            format.cancel(0, mode: nil),
          ].map { message in
            let peer = try RawPeer.joined(router.port, format)
            try peer.send(message)
            return try Self.first(peer)
          }
        }
      }
      #expect(seen == Array(repeating: "wamp.error.protocol_violation", count: 5))
    }

    @Test("for anonymous clients, each of whom is another one")
    func anonymousClients() async throws {
      try await AttackedRouter.run { router in
        let (authids, events) = try await blocking {
          let format = WireFormat.cbor
          let peers = try (0..<3).map { _ in try RawPeer(port: router.port, format: format) }
          let authids = try peers.map { try $0.join().authid ?? "" }
          for peer in peers[1...] { _ = try peer.ask(1, format.subscribe(1, "some.topic")) }
          let options: Item = ["acknowledge": true, "exclude_authid": [.text(Array(authids[1].utf8))]]
          _ = try peers[0].ask(1, Item.list([16, 1, options, "some.topic"]).encoded)
          let events = try peers[1...].map { try $0.nextAnswer(within: .milliseconds(300))?.code }
          return (authids, events)
        }
        #expect(Set(authids).count == 3)
        #expect(events == [nil, Code.event])
      }
    }

    /// The URI or code of the first answer that is no WELCOME.
    private static func first(_ peer: RawPeer) throws -> String {
      do {
        while let answer = try peer.nextAnswer(within: .seconds(5)) {
          if answer.code != Code.welcome { return answer.uri ?? "\(answer)" }
        }
        return "nothing"
      } catch RawPeer.Ending.closed {
        return "closed"
      }
    }
  }
}
