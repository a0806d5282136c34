import SharedBytes
import Testing

@testable import WAMP

/// Which subscribers get an event, and in which form; how payloads change form between peers.
@Suite struct DeliveryTests {
  private let record = SharedBytes([1, 2, 3, 4])
  private let publisher = SessionID(1)

  private func realm(_ members: [Member], topic: String = "a.b", match: MatchPolicy = .exact) -> Realm {
    var realm = Realm(name: "realm1")
    realm.join(Member(id: publisher, authid: "boss", authrole: "admin", roles: .client))
    for member in members {
      realm.join(member)
      let subscribe = Message.Subscribe(request: RequestID(1), topic: topic, match: match)
      _ = realm.receive(.subscribe(subscribe), from: member.id)
    }
    return realm
  }

  private func deliveries(_ actions: [RealmAction]) -> [(event: Message.Event, receivers: [SessionID])] {
    actions.compactMap { action in
      if case .deliver(let event, let receivers) = action {
        (event, receivers.flatMap(\.sessions))
      } else {
        nil
      }
    }
  }

  @Test func `a record goes as passthru to those who announced it and as an argument to the others`() {
    let old = Roles([.subscriber: []])
    var realm = realm([
      Member(id: SessionID(2), roles: .client), Member(id: SessionID(3), roles: old),
      Member(id: SessionID(4), roles: .client),
    ])
    let found = deliveries(realm.publish("a.b", .record(record, form: .passthru)).actions)
    #expect(found.map(\.receivers) == [[SessionID(2), SessionID(4)], [SessionID(3)]])
    #expect(found.map { $0.event.payload.record?.form } == [.passthru, .binaryArgument])
    #expect(found.allSatisfy { $0.event.payload.record?.bytes == record })
    #expect(Set(found.map(\.event.publication)).count == 1)
  }

  @Test(arguments: [
    ("a.", MatchPolicy.prefix, "a.b.c", true), ("a.", .prefix, "ab", false),
    ("a..c", .wildcard, "a.x.c", true),
    ("a..c", .wildcard, "a.x.y.c", false), (".b", .wildcard, "z.b", true), ("a.b", .exact, "a.b.c", false),
  ])
  func `a pattern covers its topics, and the event says which it was`(
    pattern: String, match: MatchPolicy, topic: String, isCovered: Bool
  ) {
    var realm = realm([Member(id: SessionID(2), roles: .client)], topic: pattern, match: match)
    let found = deliveries(realm.publish(topic, .none).actions)
    #expect(found.count == (isCovered ? 1 : 0))
    #expect(found.allSatisfy { $0.event.topic == topic })
  }

  @Test func `the publisher's lists choose the subscribers`() {
    let members = (2...5).map {
      Member(id: SessionID($0), authid: "user\($0)", authrole: $0 < 4 ? "few" : "many", roles: .client)
    }
    var realm = realm(members)
    func receivers(_ change: (inout Audience) -> Void) -> [UInt64] {
      var audience = Audience()
      change(&audience)
      let found = deliveries(realm.publish("a.b", .none, audience: audience).actions)
      return found.flatMap(\.receivers).map(\.rawValue).sorted()
    }
    #expect(receivers { _ in } == [2, 3, 4, 5])
    #expect(receivers { $0.exclude = [SessionID(2)] } == [3, 4, 5])
    #expect(receivers { $0.excludeAuthIDs = ["user3"] } == [2, 4, 5])
    #expect(receivers { $0.excludeAuthRoles = ["many"] } == [2, 3])
    #expect(receivers { $0.eligible = [SessionID(5), SessionID(9)] } == [5])
    #expect(receivers { $0.eligibleAuthIDs = [] } == [])
    #expect(receivers { $0.eligibleAuthRoles = ["few"] } == [2, 3])
  }

  @Test func `a publisher is named only if it wishes`() {
    var realm = realm([Member(id: SessionID(2), roles: .client)])
    let open = Message.Publish(request: RequestID(1), topic: "a.b", discloseMe: true)
    let event = deliveries(realm.receive(.publish(open), from: publisher)).first?.event
    #expect(event?.publisher == publisher)
    #expect(event?.publisherAuthID == "boss")
    let hidden = Message.Publish(request: RequestID(2), topic: "a.b")
    #expect(deliveries(realm.receive(.publish(hidden), from: publisher)).first?.event.publisher == nil)
  }

  @Test func `subscribers are told how far the publisher's role is trusted, also of what is retained`() {
    var table = RoutingTable()
    table.trustLevels = ["admin": 7]
    var client = MetaClient(
      [
        Member(id: publisher, authrole: "admin", roles: .client),
        Member(id: SessionID(2), authrole: "user", roles: .client),
      ], table)
    _ = client.subscribe(2, to: "a.b")
    let publish = Message.Publish(request: RequestID(1), topic: "a.b", excludeMe: false, retain: true)
    #expect(deliveries(client.realm.receive(.publish(publish), from: publisher)).first?.event.trustLevel == 7)
    #expect(deliveries(client.subscribe(2, to: "a.b", retained: true)).first?.event.trustLevel == 7)
    #expect(
      deliveries(client.realm.receive(.publish(publish), from: SessionID(2))).first?.event.trustLevel == nil)
  }

  @Test func `publishing under wamp. is refused, silently unless an answer was asked for`() {
    var realm = realm([Member(id: SessionID(2), roles: .client)], topic: "wamp.x")
    let silent = Message.Publish(request: RequestID(1), topic: "wamp.x")
    #expect(realm.receive(.publish(silent), from: publisher).isEmpty)
    let asking = Message.Publish(request: RequestID(2), topic: "wamp.x", acknowledge: true)
    guard case .send(.error(let error), publisher)? = realm.receive(.publish(asking), from: publisher).first
    else {
      Issue.record("no ERROR")
      return
    }
    #expect(error.error == "wamp.error.invalid_uri")
  }

  @Test func `an opaque payload is respelt for a peer, or held back if the peer knows neither style`() {
    let sealed = Payload.passthru(PassthruPayload(record, scheme: "cryptobox", serializer: "cbor"))
    let transparent = Roles([.callee: [.payloadTransparency]])
    guard case .passthru(let respelt)? = sealed.adapted(to: transparent, as: .callee) else {
      Issue.record("no payload")
      return
    }
    #expect(respelt.style == .transparency)
    #expect(respelt.scheme == "cryptobox")
    #expect(sealed.adapted(to: Roles([.callee: []]), as: .callee) == nil)
    #expect(sealed.adapted(to: .client, as: .callee) == sealed)
  }
}
