import SharedBytes
import Testing

@testable import WAMP

/// Results, parts of them and parts of calls, held against an inventory.
@Suite struct CheckedResultTests {
  private func scene() throws -> CallScene {
    var scene = CallScene(table: try InventoryText.table())
    try scene.register("com.t.find")
    return scene
  }

  private func yield(
    _ request: RequestID, _ payload: Payload, progress: Bool = false, in scene: inout CallScene
  ) -> [RealmAction] {
    let yield = Message.Yield(request: request, payload: payload, progress: progress)
    return scene.realm.receive(.yield(yield), from: SessionID(2))
  }

  @Test(arguments: [.none, .plain([3, ["a"]]), .plain([.null]), .plain([3, .null, .null])] as [Payload])
  func `a result that is right is passed on`(payload: Payload) throws {
    var scene = try scene()
    let request = try scene.call("com.t.find") { $0.payload = .plain(["x"]) }.invocation.request
    let actions = yield(request, payload, in: &scene)
    #expect(actions.errors().isEmpty && actions.faults.isEmpty)
  }

  @Test(
    arguments: [
      (.plain(["x"]), "argument 'count': found the string"), (.plain([1, ["a", 2]]), "argument 'names[1]'"),
      (.binaryArgument(SharedBytes([0, 0, 0, 0])), "4 bytes"),
      (.plain([], ["a": 1]), "keyword argument \"a\""),
    ] as [(Payload, String)])
  func `a result that is wrong becomes an error of the call`(payload: Payload, message: String) throws {
    var scene = try scene()
    let request = try scene.call("com.t.find") { $0.payload = .plain(["x"]) }.invocation.request
    let actions = yield(request, payload, in: &scene)
    let error = try #require(actions.errors().first)
    #expect(error.code == .invalidPayload)
    #expect(error.message.hasPrefix("the result of com.t.find: "), "\(error.message)")
    #expect(error.message.contains(message), "\(error.message)")
    #expect(actions.faults.map(\.sender) == [SessionID(2)])
    #expect(scene.realm.census.calls == 0 && scene.realm.census.invocations == 0)
    // Nobody else is held up, and the callee goes on.
    let next = try scene.call("com.t.find") { $0.payload = .plain(["x"]) }.invocation.request
    #expect(yield(next, .plain([1]), in: &scene).errors().isEmpty)
  }

  @Test func `a part of a result that is wrong ends the call, and the callee is told to stop`() throws {
    var scene = try scene()
    let request = try scene.call("com.t.find") {
      $0.payload = .plain(["x"])
      $0.receiveProgress = true
    }.invocation.request
    #expect(yield(request, .plain([1]), progress: true, in: &scene).errors().isEmpty)
    let actions = yield(request, .plain(["one"]), progress: true, in: &scene)
    #expect(actions.errors().map(\.code) == [.invalidPayload])
    #expect(
      actions.contains {
        if case .send(.interrupt(let interrupt), SessionID(2)) = $0 {
          interrupt.request == request
        } else {
          false
        }
      })
    #expect(yield(request, .plain([1]), in: &scene).isEmpty)
    #expect(scene.realm.census.calls == 0 && scene.realm.census.invocations == 0)
  }

  @Test func `each part of a call is looked at, and one that is wrong ends the call`() throws {
    var scene = try scene()
    let request = scene.request(of: CallScene.caller)
    func part(_ payload: Payload, progress: Bool = true) -> [RealmAction] {
      let call = Message.Call(
        request: request, procedure: "com.t.find", payload: payload, progress: progress)
      return scene.realm.receive(.call(call), from: CallScene.caller)
    }
    #expect(part(.plain(["x"])).errors().isEmpty)
    #expect(part(.plain(["y"])).errors().isEmpty)
    let actions = part(.plain([1]))
    #expect(actions.errors().map(\.code) == [.invalidPayload])
    #expect(actions.contains { if case .send(.interrupt, SessionID(2)) = $0 { true } else { false } })
    #expect(part(.plain(["z"]), progress: false).isEmpty)
    #expect(scene.realm.census.calls == 0 && scene.realm.census.invocations == 0)
  }

  @Test func `an error that the schema does not declare is passed on as it is`() throws {
    var scene = try scene()
    let request = try scene.call("com.t.find") { $0.payload = .plain(["x"]) }.invocation.request
    let error = WAMPError(.init("com.t.error"), payload: .plain([["any": "thing"]]))
    guard case .error(let message) = error.answer(to: request, of: .invocation) else { return }
    let actions = scene.realm.receive(.error(message), from: SessionID(2))
    #expect(actions.errors().map(\.payload) == [.plain([["any": "thing"]])])
    #expect(actions.faults.isEmpty)
  }

  @Test func `another inventory is for calls that come later; what answers one is held against its own`()
    throws
  {
    var scene = try scene()
    let request = try scene.call("com.t.find") { $0.payload = .plain(["x"]) }.invocation.request
    scene.realm.change(nil)
    #expect(yield(request, .plain(["x"]), in: &scene).errors().map(\.code) == [.invalidPayload])
    #expect(throws: Never.self) { try scene.call("com.t.find") { $0.payload = .plain([7]) } }
  }

  @Test func `what the router's own process answers is not looked at, what it is asked is`() throws {
    var scene = CallScene(table: try InventoryText.table())
    _ = try scene.realm.registerLocal("com.t.find")
    #expect(code { try scene.call("com.t.find") { $0.payload = .plain([7]) } } == .invalidPayload)
    let call = Message.Call(
      request: scene.request(of: CallScene.caller), procedure: "com.t.find", payload: .plain(["x"]))
    guard case .invokeLocal(let local)? = scene.realm.receive(.call(call), from: CallScene.caller).last else {
      Issue.record("not called")
      return
    }
    #expect(scene.realm.answer(local.id, with: .plain(["any"])).errors().isEmpty)
  }
}
