import FlatBuffersRuntime
import SharedBytes
import Testing

@testable import WAMP

/// Errors and parts of results that a schema declares, held against an inventory.
@Suite struct CheckedErrorTests {
  private static let text = """
    include "flatwire.fbs";
    namespace t;
    table Query { text: string; }
    table Found { count: uint; }
    table Row { name: string (required); }
    table Locked (wampuri: "com.t.error.locked") { by: string (required); until: ulong (timestamp, kwarg); }
    rpc_service Searches (type: "interface", wampuri: "com.t") {
      find (Query): Found (errors: "Locked", progressive: "Row");
      free (Query): Found;
    }
    """

  private func scene(_ validation: PayloadValidation = .refuse) throws -> CallScene {
    let table = RoutingTable(inventory: try PayloadInventory([InventoryText.embedded(Self.text)], validation))
    var scene = CallScene(table: table)
    try scene.register("com.t.find")
    try scene.register("com.t.free")
    return scene
  }

  /// What becomes of an error that the callee of a procedure answers with.
  private func fail(
    _ payload: Payload, _ uri: String = "com.t.error.locked", of procedure: String = "com.t.find",
    in scene: inout CallScene
  ) throws -> [RealmAction] {
    let request = try scene.call(procedure) { $0.payload = .plain(["x"]) }.invocation.request
    let error = Message.Error(requestType: .invocation, request: request, error: uri, payload: payload)
    return scene.realm.receive(.error(error), from: SessionID(2))
  }

  @Test func `a declared error that is right is passed on as it is, in any form`() throws {
    var scene = try scene()
    let record = try InventoryText.record("Locked", #"{"by": "Ann", "until": 7}"#, Self.text)
    let payloads =
      RecordForm.allCases.map { Payload.record(record, form: $0) } + [.plain(["Ann"], ["until": 7])]
    for payload in payloads {
      let errors = try fail(payload, in: &scene).errors()
      #expect(errors.map(\.code.rawValue) == ["com.t.error.locked"])
      #expect(errors.first?.payload.record?.bytes == payload.record?.bytes)
    }
    // Each call, and each error.
    #expect(scene.realm.activity.payloads == PayloadCounts(accepted: 8))
  }

  @Test(
    arguments: [
      (.none, "found no 'by', which is required in 't.Locked'"), (.plain([7]), "argument 'by': found '7'"),
      (.plain(["Ann"], ["until": -1]), "'until'"),
      (.plain(["Ann"], ["since": 1]), "keyword argument \"since\""),
      (.binaryArgument(SharedBytes([1, 2, 3])), "3 bytes"),
    ] as [(Payload, String)])
  func `one that is wrong becomes another error, with the path`(payload: Payload, message: String) throws {
    var scene = try scene()
    let actions = try fail(payload, in: &scene)
    let error = try #require(actions.errors().first)
    #expect(error.code == .invalidPayload)
    #expect(
      error.message.hasPrefix("the error com.t.error.locked of com.t.find: "), "\(error.message)")
    #expect(error.message.contains(message), "\(error.message)")
    #expect(actions.faults.map(\.sender) == [SessionID(2)])
    #expect(scene.realm.census.calls == 0 && scene.realm.census.invocations == 0)
    #expect(scene.realm.activity.payloads == PayloadCounts(accepted: 1, refused: 1))
  }

  @Test func `one that is only logged passes`() throws {
    var scene = try scene(.log)
    let actions = try fail(.plain([7]), in: &scene)
    #expect(actions.errors().map(\.payload) == [.plain([7])])
    #expect(actions.faults.map(\.isRefused) == [false])
    #expect(scene.realm.activity.payloads == PayloadCounts(accepted: 1, logged: 1))
  }

  @Test func `errors of other URIs, and those of procedures that declare none, are free`() throws {
    var scene = try scene()
    #expect(try fail(.plain([7]), "com.t.error.other", in: &scene).faults.isEmpty)
    #expect(try fail(.plain([7]), of: "com.t.free", in: &scene).faults.isEmpty)
    #expect(scene.realm.activity.payloads == PayloadCounts(accepted: 2))
  }

  @Test func `parts are of their own table, the last result of the response's`() throws {
    var scene = try scene()
    func yield(_ payload: Payload, progress: Bool) throws -> [WAMPError] {
      let request = try scene.call("com.t.find") {
        $0.payload = .plain(["x"])
        $0.receiveProgress = true
      }.invocation.request
      let yield = Message.Yield(request: request, payload: payload, progress: progress)
      return scene.realm.receive(.yield(yield), from: SessionID(2)).errors()
    }
    #expect(try yield(.plain(["row"]), progress: true).isEmpty)
    #expect(try yield(.plain([3]), progress: false).isEmpty)
    #expect(
      try yield(.plain([3]), progress: true).map(\.message) == [
        "the progressive result of com.t.find: argument 'name': found '3', expected a string"
      ])
    #expect(try yield(.plain(["row"]), progress: false).map(\.code) == [.invalidPayload])
  }

  @Test(arguments: [
    "find (Query): Found (errors: \"Locked\");", "find (Query): Found (progressive: \"Row\");",
    "find (Query): Found (errors: \"Locked\", progressive);",
  ])
  func `schemas that say different errors or parts of one procedure don't go together`(method: String) throws
  {
    let other = Self.text.replacing(
      "find (Query): Found (errors: \"Locked\", progressive: \"Row\");", with: method)
    let schemas = [try InventoryText.embedded(Self.text), try InventoryText.embedded(other, name: "b")]
    let error = #expect(throws: WAMPError.self) { try PayloadInventory(schemas, .refuse) }
    #expect(error?.message.contains("say different things of the procedure \"com.t.find\"") == true)
  }
}
