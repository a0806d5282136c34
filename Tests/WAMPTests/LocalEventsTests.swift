import SharedBytes
import Testing

@testable import WAMP

/// Events that the router's own process publishes one after the other.
@Suite struct LocalEventsTests {
  private static let topic = "a.b"

  /// A realm with so many subscribers, from session 1 on.
  private func realm(of count: UInt64) -> Realm {
    var realm = Realm(name: "realm1")
    for id in 0..<count {
      let member = Member(
        id: SessionID(id + 1), roles: .client, outlet: Outlet(loop: Int(id % 2), format: .cbor))
      realm.join(member)
      _ = realm.receive(.subscribe(.init(request: RequestID(1), topic: Self.topic)), from: member.id)
    }
    return realm
  }

  private func events(_ count: Int) -> [LocalEvent] {
    (0..<count).map {
      LocalEvent(Payload(arguments: [.int(Int64($0))]), details: ["x_number": .int(Int64($0))])
    }
  }

  /// The numbers that each receiver got, from payload and details, which have to agree.
  private func numbers(_ actions: [RealmAction]) throws -> [SessionID: [Int64]] {
    var numbers: [SessionID: [Int64]] = [:]
    for case .deliver(let event, let receivers) in actions {
      let number = try #require(event.details["x_number"]?.intValue)
      #expect(event.payload == Payload(arguments: [.int(number)]))
      for session in receivers.flatMap(\.sessions) { numbers[session, default: []].append(number) }
    }
    return numbers
  }

  @Test("each subscriber gets them in their order, with their details", arguments: [1, 10, 300, 3500])
  func order(subscribers: UInt64) throws {
    var realm = realm(of: subscribers)
    var rest = events(40)[...]
    var actions: [RealmAction] = []
    while !rest.isEmpty {
      let (count, last, more) = realm.publish(rest, to: Self.topic)
      actions += more
      rest = rest.dropFirst(count)
      while let last, realm.isOnItsWay(last) { actions += realm.continuePublishing() }
    }
    let got = try numbers(actions)
    #expect(got.count == Int(subscribers))
    #expect(got.values.allSatisfy { $0 == Array(0..<40) })
  }

  @Test(
    "a turn ends after a slice of receivers, and no more than one event waits", arguments: [10, 300, 3500])
  func turn(subscribers: UInt64) throws {
    var realm = realm(of: subscribers)
    let (count, last, actions) = realm.publish(events(10_000)[...], to: Self.topic)
    let receivers = try numbers(actions).values.reduce(0) { $0 + $1.count }
    #expect(receivers < 2 * Publication.slice)
    #expect(count == max(1, receivers / Int(subscribers)))
    #expect(try realm.isOnItsWay(#require(last)) == (subscribers > Publication.slice))
    #expect(realm.broker.publications.count <= 1)
  }

  @Test("while another event is on its way, one waits behind it")
  func behind() {
    var realm = realm(of: 3500)
    _ = realm.publish(Self.topic, .none)
    let (count, last, actions) = realm.publish(events(10)[...], to: Self.topic)
    #expect(count == 1 && actions.isEmpty && last.map { realm.isOnItsWay($0) } == true)
  }

  @Test("what waits counts with its details")
  func size() {
    var realm = realm(of: 3500)
    let details: Options = ["x_text": .string(String(repeating: "x", count: 100_000))]
    _ = realm.publish([LocalEvent(.none, details: details)], to: Self.topic)
    #expect(realm.broker.waitingBytes > 100_000)
  }

  @Test("without subscribers a turn is no longer than with some")
  func unheard() {
    var realm = realm(of: 0)
    let (count, last, actions) = realm.publish(events(10_000)[...], to: Self.topic)
    #expect(count == Publication.slice && actions.isEmpty && last.map { realm.isOnItsWay($0) } == false)
  }
}
