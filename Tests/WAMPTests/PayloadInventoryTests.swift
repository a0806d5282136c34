import FlatBuffersRuntime
import SharedBytes
import Testing

@testable import WAMP

/// What an inventory may be made of.
@Suite struct PayloadInventoryTests {
  @Test func `an inventory has what the services of its schemas say, and nothing else`() throws {
    let inventory = try #require(try PayloadInventory([InventoryText.embedded()], .refuse))
    func procedure(_ uri: String) -> Bool { inventory.procedure(uri.utf8.span) != nil }
    func topic(_ uri: String) -> Bool { inventory.topic(uri.utf8.span) != nil }
    #expect(procedure("com.t.find") && !topic("com.t.find"))
    #expect(topic("com.t.hit") && !procedure("com.t.hit"))
    #expect(!procedure("com.t.fin") && !procedure("com.t.find.") && !topic(""))
  }

  @Test func `nothing is checked without schemas, or if that is off`() throws {
    #expect(try PayloadInventory([EmbeddedSchema?](), .refuse) == nil)
    #expect(try PayloadInventory([InventoryText.embedded()], .off) == nil)
  }

  private static let service =
    "rpc_service S (type: \"interface\", wampuri: \"com.t\") { find (Query): Query; } "
  private static let start = "include \"flatwire.fbs\"; namespace t; "

  @Test(arguments: [
    ("table A { a: int; }", "the schema b has no procedure and no topic"),
    ("table Query { a: string (wampid); } " + service, "the schema b: found 'wampid' on the field 'a'"),
    (
      "table Query { a: int; } " + service,
      "the schemas t and b say different things of the procedure \"com.t.find\""
    ),
  ])
  func `a schema that is wrong is named`(text: String, message: String) throws {
    let schemas = [try InventoryText.embedded(), try InventoryText.embedded(Self.start + text, name: "b")]
    let error = #expect(throws: WAMPError.self) { try PayloadInventory(schemas, .off) }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
  }

  @Test func `a schema that is not there, or no schema, is told`() throws {
    let missing = #expect(throws: WAMPError.self) {
      try PayloadInventory([InventoryText.embedded(), nil], .refuse)
    }
    #expect(missing?.message.hasPrefix("the inventory's schema 1 is not there") == true)
    let damaged = EmbeddedSchema(name: "d", fingerprint: 0, bytes: SharedBytes([1, 2, 3]))
    let error = #expect(throws: WAMPError.self) { try PayloadInventory([damaged], .refuse) }
    #expect(error?.message.hasPrefix("the schema d can't be loaded: ") == true)
  }

  @Test func `the same services in several schemas are the same`() throws {
    let again = try InventoryText.embedded(
      InventoryText.whole
        + "rpc_service More (type: \"interface\", wampuri: \"com.more\") { find (Query): Found; }", name: "b")
    let inventory = try #require(try PayloadInventory([InventoryText.embedded(), again], .refuse))
    #expect(inventory.procedure("com.more.find".utf8.span) != nil)
  }
}
