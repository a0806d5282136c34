import FlatBuffersRuntime
import SharedBytes
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
    #expect(own.differences(from: Self.details(theirs)).map(\.name) == ["b"])
    let refusal = own.refusal(of: Self.details(theirs))
    #expect(refusal?.code == .differentSchema)
    #expect(
      refusal?.message
        == "the schema \"b\" is a version at the peer that it does not show (2 here, 3 there)")
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
    #expect(client.differingSchemas.map(\.name) == ["a"])
  }

  // MARK: - Versions

  private static let text = """
    namespace v; enum Kind: ubyte { one, two } table Row { id: ulong; kind: Kind; }
    """

  private static func version(_ text: String) throws -> EmbeddedSchema {
    try InventoryText.embedded(text, name: "v")
  }

  /// A version of `text`, which of the two has more, and whether both go together.
  @Test(arguments: [
    ("table Row { id: ulong; kind: Kind; name: string; }", "enum Kind: ubyte { one, two }", "newer", true),
    ("table Row { id: ulong; kind: Kind; }", "enum Kind: ubyte { one, two, three }", "newer", true),
    ("table Row { id: ulong; }", "enum Kind: ubyte { one, two }", "older", true),
    ("table Row { id: ulong; kind: Kind; }", "enum Kind: ubyte { one }", "older", true),
    ("table Row { id: ulong; kind: Kind = two; }", "enum Kind: ubyte { one, two }", "neither", false),
    ("table Row { id: ulong; name: string; }", "enum Kind: ubyte { one, two }", "neither", false),
    ("table Row { id: string; kind: Kind; name: string; }", "enum Kind: ubyte { one, two }", "newer", false),
  ])
  func `which of two versions has more is told, and what keeps them apart`(
    row: String, kind: String, peer: String, isCompatible: Bool
  ) throws {
    let own = try Self.version(Self.text)
    let theirs = try Self.version("namespace v; \(kind) \(row)")
    let difference = try #require(
      SchemaOffer.announcing([own]).differences(from: Self.details(.announcing([theirs]))).first)
    #expect(difference.name == "v" && difference.peer.rawValue == peer, "\(difference)")
    #expect(difference.isCompatible == isCompatible, "\(difference)")
    #expect(isCompatible || difference.findings.contains { $0.contains("v.") }, "\(difference)")
    let refusal = SchemaOffer.requiringCompatible([own]).refusal(of: Self.details(.announcing([theirs])))
    #expect((refusal == nil) == isCompatible)
    #expect(isCompatible || refusal?.message.contains(difference.findings[0]) == true, "\(refusal as Any)")
    #expect(SchemaOffer.requiring([own]).refusal(of: Self.details(.announcing([theirs]))) != nil)
  }

  @Test func `compatible versions are required of those that show theirs, and others are refused`() throws {
    let own = SchemaOffer.requiringCompatible([try Self.version(Self.text)])
    var details = Self.details(.announcing([try Self.version(Self.text + " table More { id: ulong; }")]))
    #expect(own.refusal(of: details) == nil)
    #expect(own.refusal(of: [:]) == nil)
    for binary in [Value.null, .map(["v": .bytes(SharedBytes([1, 2, 3]))]), .map(["v": .int(7)])] {
      details["x_flatwire_binary_schemas"] = binary
      let refusal = own.refusal(of: details)
      #expect(refusal?.code == .differentSchema)
      #expect(refusal?.message.contains("does not show") == true, "\(refusal as Any)")
    }
  }

  @Test func `a router shows a client the schemas that differ, and no others`() throws {
    let (same, own) = (Self.schema("same", 1), try Self.version(Self.text))
    let other = try Self.version(Self.text + " table More { id: ulong; }")
    var client = ClientSession<Int>(realm: "realm1", schemas: .announcing([same, own]))
    var router = RouterSession(schemas: .announcing([same, other]))
    _ = router.receive(client.open())
    guard case .welcome(var welcome)? = router.welcome(somebody, as: SessionID(5), to: "realm1") else {
      Issue.record("no WELCOME")
      return
    }
    #expect(welcome.details["x_flatwire_binary_schemas"] == .map(["v": .bytes(other.bytes)]))
    _ = client.receive(.welcome(welcome))
    #expect(client.differingSchemas.map(\.peer) == [.newer])
    // For a client that takes no message of this size.
    #expect(SchemaOffer.shorten(&welcome.details))
    #expect(welcome.details["x_flatwire_binary_schemas"] == nil)
    #expect(!SchemaOffer.shorten(&welcome.details))
  }

  @Test func `schemas that are larger than what is shown are told by their fingerprints`() throws {
    let fields = (0..<2000).map { "a_field_with_number_\($0): ulong;" }.joined()
    let large = try Self.version("namespace v; table Large { \(fields) }")
    let details = Self.details(.announcing([large, try InventoryText.embedded()]))
    #expect(details["x_flatwire_binary_schemas"]?.mapValue?.keys.sorted() == ["t"])
    #expect(details["x_flatwire_schemas"]?.mapValue?.count == 2)
  }
}
