import FlatBuffersReflection
import Flatwire
import Programs
import Testing

/// What a router tells of itself, asked over real connections.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct MetaAPITests {
  @Test(
    "a session finds itself among the others, ends one of them, and hears of it",
    arguments: SerializerKind.allCases)
  func sessions(serializer: SerializerKind) async throws {
    try await withRouter { router in
      let watcher = try await join(router, serializer)
      let left = try await watcher.subscribe(to: "wamp.session.on_leave")
      let joined = try await watcher.subscribe(to: "wamp.session.on_join")
      let victim = try await join(router, serializer)
      var id: UInt64 = 0
      for try await event in joined {
        let details = try event.payload.arguments().list.first?.mapValue
        id = try #require(details?["session"]?.unsignedValue)
        break
      }
      let answer = try await watcher.call("wamp.session.get", [Value(id)]).arguments().list.first?.mapValue
      #expect(answer?["authrole"] == "anonymous")
      let transport = answer?["transport"]?.mapValue
      #expect(transport?["type"] == "websocket" && transport?["protocol"] == .string(serializer.subprotocol))
      #expect(transport?["peer"]?.stringValue?.contains("127.0.0.1") == true)
      let count = try await watcher.call("wamp.session.count").arguments().list
      #expect(count == [2])
      _ = try await watcher.call(
        "wamp.session.kill", [Value(id)], keywords: ["reason": "com.example.enough", "message": "bye"])
      let reason = try #require(try await victim.closed)
      #expect(reason.code.rawValue == "com.example.enough" && reason.message == "bye")
      for try await event in left {
        #expect(try event.payload.arguments().list.first == Value(id))
        break
      }
      let error = await #expect(throws: WAMPError.self) {
        _ = try await watcher.call("wamp.session.get", [Value(id)])
      }
      #expect(error?.code == .noSuchSession)
      await watcher.close()
    }
  }

  @Test(
    "a testament comes when its session leaves, and stays with its topic", arguments: SerializerKind.allCases)
  func testaments(serializer: SerializerKind) async throws {
    try await withRouter { router in
      let heir = try await join(router, serializer)
      let events = try await heir.subscribe(to: "com.example.gone")
      let session = try await join(router, serializer)
      _ = try await session.call(
        "wamp.session.add_testament", ["com.example.gone", ["farewell"], ["from": "me"]],
        keywords: ["publish_options": ["retain": true]])
      await session.close()
      for try await event in events {
        let (list, keywords) = try event.payload.arguments()
        #expect(list == ["farewell"] && keywords == ["from": "me"])
        break
      }
      for try await event in try await heir.subscribe(
        to: "com.example.gone", options: .init(getRetained: true))
      {
        #expect(try event.payload.arguments().list == ["farewell"])
        #expect(event.details.retained)
        break
      }
      await heir.close()
    }
  }

  @Test("a revoked subscription ends, and its subscriber knows why", arguments: SerializerKind.allCases)
  func revocation(serializer: SerializerKind) async throws {
    try await withRouter { router in
      let session = try await join(router, serializer)
      let events = try await session.subscribe(to: "com.example.news")
      let admin = try await join(router, serializer)
      let found = try await admin.call("wamp.subscription.lookup", ["com.example.news"]).arguments().list
      let subscription = try #require(found.first)
      let subscribers = try await admin.call("wamp.subscription.list_subscribers", [subscription])
      let subscriber = try #require(try subscribers.arguments().list.first?.listValue?.first)
      _ = try await admin.call("wamp.subscription.remove_subscriber", [subscription, subscriber])
      let error = await #expect(throws: WAMPError.self) {
        for try await _ in events { Issue.record("an event") }
      }
      #expect(error?.code == .noSuchSubscription)
      await session.close()
      await admin.close()
    }
  }

  @Test("the schema of the meta API has the procedures and topics of a router, and what each takes")
  func schema() async throws {
    let schema = try Schema(binary: try #require(MetaSession.embeddedSchema).bytes)
    try await withRouter { router in
      let session = try await join(router, .cbor)
      for kind in ["procedure", "topic"] {
        var expected: [String: [String]] = [:]
        for service in schema.services {
          let prefix = try #require(service.header.attributes.string("wampuri"))
          for method in service.methods where method.attributes.string("type") == kind {
            expected["\(prefix).\(method.name)"] = schema.objects[method.request].fields.map(\.name)
          }
        }
        let listed = try await session.call("wamp.reflection.\(kind).list").arguments().list.first?.mapValue
        let all = listed?["exact"]?.listValue?.compactMap(\.stringValue) ?? []
        // What takes arguments of any kind, and what a history is asked.
        let others = ["wamp.session.add_testament", "wamp.subscription.get_events"]
        let own = all.filter { uri in
          ["session", "subscription", "registration"].contains { uri.hasPrefix("wamp.\($0).") }
            && !others.contains(uri)
        }
        #expect(Set(own) == Set(expected.keys))
        for (uri, names) in expected {
          let told = try await session.call("wamp.reflection.\(kind).describe", [.string(uri)]).arguments()
          let description = told.list.first?.mapValue?[kind == "topic" ? "event" : "request"]?.mapValue
          let arguments = description?["args"]?.listValue ?? []
          #expect(arguments.compactMap { $0.mapValue?["name"]?.stringValue } == names, "\(uri)")
        }
      }
      await session.close()
    }
  }
}
