import FlatBuffersRuntime
import Testing

@testable import WAMP

/// What peers tell each other of their schemas.
@Suite struct SchemaOfferTests {
  static func schema(_ name: String, _ fingerprint: UInt64) -> EmbeddedSchema {
    EmbeddedSchema(name: name, fingerprint: fingerprint, base64: "")
  }

  static func details(_ offer: SchemaOffer) -> Options {
    var details: Options = [:]
    offer.announce(in: &details)
    return details
  }

  @Test func `nothing is said of no schemas`() {
    #expect(Self.details(.none) == [:])
    #expect(Self.details(.announcing([nil])) == [:])
  }

  @Test func `only schemas that both have can differ`() {
    let own = SchemaOffer.requiring([Self.schema("a", 1), Self.schema("b", 2), Self.schema("c", UInt64.max)])
    let theirs = SchemaOffer.announcing([
      Self.schema("b", 3), Self.schema("c", UInt64.max), Self.schema("d", 4),
    ])
    #expect(own.differences(from: Self.details(theirs)) == ["b"])
    let refusal = own.refusal(of: Self.details(theirs))
    #expect(refusal?.code == .differentSchema)
    #expect(refusal?.message == "the schema \"b\" is 2 here, 3 at the peer")
    #expect(theirs.refusal(of: Self.details(own)) == nil)
    #expect(own.refusal(of: [:]) == nil)
  }

  @Test(arguments: [Value.int(7), .string("zzz"), .null, .list([])])
  func `what is no fingerprint is another one`(value: Value) {
    let own = SchemaOffer.requiring([Self.schema("a", 1)])
    #expect(own.refusal(of: ["x_flatwire_schemas": .map(["a": value])])?.code == .differentSchema)
    #expect(own.refusal(of: ["x_flatwire_schemas": value]) == nil)
  }

  @Test func `a router refuses HELLO and a client WELCOME of a peer with another schema`() {
    let own = SchemaOffer.requiring([Self.schema("a", 1)])
    let other = SchemaOffer.announcing([Self.schema("a", 2)])
    var client = ClientSession<Int>(realm: "realm1", schemas: other)
    var router = RouterSession(schemas: own)
    guard case .close(.abort(let abort)?, nil) = router.receive(client.open()) else {
      Issue.record("the client was let in")
      return
    }
    #expect(abort.reason == "flatwire.error.different_schema")

    client = ClientSession<Int>(realm: "realm1", schemas: own)
    router = RouterSession(schemas: other)
    guard case .join = router.receive(client.open()),
      let welcome = router.welcome(somebody, as: SessionID(5), to: "realm1")
    else {
      Issue.record("the client was refused")
      return
    }
    let actions = client.receive(welcome)
    guard case .send(.abort)? = actions.first, case .closed(let error?)? = actions.last else {
      Issue.record("the router was accepted")
      return
    }
    #expect(error.code == .differentSchema)
    #expect(client.id == nil)
  }

  private let somebody = Identity(
    authid: "somebody", authrole: "anonymous", authmethod: "anonymous", authprovider: "static")

  @Test func `a client knows what differs once the session is open`() throws {
    var client = ClientSession<Int>(realm: "realm1", schemas: .announcing([Self.schema("a", 1)]))
    var router = RouterSession(schemas: .announcing([Self.schema("a", 2)]))
    _ = router.receive(client.open())
    let answer = router.welcome(somebody, as: SessionID(5), to: "realm1")
    let welcome = try #require(answer)
    _ = client.receive(welcome)
    #expect(client.differingSchemas == ["a"])
  }
}
