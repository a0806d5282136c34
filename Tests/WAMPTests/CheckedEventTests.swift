import SharedBytes
import Testing

@testable import WAMP

/// Events held against an inventory.
@Suite struct CheckedEventTests {
  private func client(_ validation: PayloadValidation = .refuse) throws -> MetaClient {
    var client = MetaClient(
      (1...2).map { Member(id: SessionID($0), authid: "a\($0)", authrole: "user", roles: .client) },
      try InventoryText.table(validation))
    _ = client.subscribe(2, to: "com.t.", .prefix)
    return client
  }

  private func publish(
    _ topic: String, _ payload: Payload, acknowledge: Bool = true, retain: Bool = false,
    to client: inout MetaClient
  ) -> [RealmAction] {
    var publish = Message.Publish(request: RequestID(1), topic: topic, payload: payload)
    publish.acknowledge = acknowledge
    publish.retain = retain
    return client.realm.receive(.publish(publish), from: SessionID(1))
  }

  /// A visit whose second topic is none, and a right one.
  private static let wrong = #"{"session": 1, "topics": ["a", "b."]}"#
  private static let right = #"{"session": 1, "topics": ["a", "b"], "seen": 5}"#

  @Test(arguments: RecordForm.allCases)
  func `events in place are held to the rules of their schema`(form: RecordForm) throws {
    var client = try client()
    let right = Payload.record(try InventoryText.record("Visit", Self.right), form: form)
    #expect(publish("com.t.visited", right, to: &client).events.map(\.sessions) == [[2]])
    let wrong = Payload.record(try InventoryText.record("Visit", Self.wrong), form: form)
    let actions = publish("com.t.visited", wrong, to: &client)
    #expect(actions.events.isEmpty)
    let error = try #require(actions.errors().first)
    #expect(error.code == .invalidPayload)
    #expect(
      error.message.hasPrefix("the event of com.t.visited: argument 'topics[1]': found 'b.'"),
      "\(error.message)")
    #expect(client.realm.activity.payloads == PayloadCounts(accepted: 1, refused: 1))
  }

  @Test(
    arguments: [(.plain(["x"]), "argument 'count'"), (.plain([1, [2]]), "argument 'names[0]'")]
      as [(Payload, String)], [true, false])
  func `a wrong event reaches nobody; who does not want an answer is told by the log`(
    wrong: (payload: Payload, message: String), acknowledge: Bool
  ) throws {
    var client = try client()
    let actions = publish("com.t.hit", wrong.payload, acknowledge: acknowledge, retain: true, to: &client)
    #expect(actions.events.isEmpty)
    #expect(actions.errors().count == (acknowledge ? 1 : 0))
    #expect(actions.faults.map(\.isRefused) == [true])
    #expect(actions.faults.first?.error.message.contains(wrong.message) == true)
    // It is not kept either.
    #expect(client.subscribe(2, to: "com.t.hit", retained: true).events.isEmpty)
    #expect(publish("com.t.hit", .plain([1, ["a"]]), to: &client).events.map(\.sessions) == [[2], [2]])
  }

  @Test func `where faults are only logged, events pass`() throws {
    var client = try client(.log)
    let actions = publish("com.t.hit", .plain(["x"]), acknowledge: false, to: &client)
    #expect(actions.events.map(\.sessions) == [[2]])
    #expect(actions.faults.map(\.isRefused) == [false])
  }

  @Test func `topics that no schema speaks of are free`() throws {
    var client = try client()
    #expect(publish("com.t.other", .plain(["x"]), to: &client).events.map(\.sessions) == [[2]])
    #expect(client.realm.activity.payloads == PayloadCounts())
  }

  @Test func `a testament is looked at when it is made`() throws {
    var client = try client()
    let wrong = client.ask("wamp.session.add_testament", ["com.t.hit", ["x"]])
    #expect(wrong.code == "wamp.error.invalid_payload")
    #expect(client.ask("wamp.session.add_testament", ["com.t.hit", [1]]) == .result([]))
    #expect(client.realm.leave(SessionID(1)).events.map(\.arguments) == [[1]])
  }
}
