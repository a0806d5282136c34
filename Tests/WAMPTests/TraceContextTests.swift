import Testing

@testable import WAMP

/// What peers say of their traces comes from strangers, and is passed on.
struct TraceContextTests {
  private static let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

  @Test(
    "what a caller says of its trace is told to its callee, whatever both speak",
    arguments: SerializerKind.allCases)
  func call(serializer: SerializerKind) throws {
    var scene = CallScene()
    try scene.register("a.b")
    let said = try Self.read(["traceparent": .string(Self.parent), "number": 5], serializer)
    let (_, invocation) = try scene.call("a.b") { $0.trace = said }
    #expect(invocation.trace.fields == ["traceparent": Self.parent])
    #expect(invocation.details.isEmpty)
    let (_, plain) = try scene.call("a.b")
    #expect(plain.trace.isEmpty)
  }

  @Test("what is too large, too much or too deep counts as nothing")
  func limits() throws {
    let long = String(repeating: "x", count: TraceContext.maximumSize)
    let many = Dictionary(
      uniqueKeysWithValues: (0...TraceContext.maximumCount).map { ("k\($0)", Value.string("v")) })
    let deep = (0..<150).reduce(Value.string("v")) { value, _ in .list([value]) }
    #expect(try Self.read(["traceparent": .string(long)], .cbor).isEmpty)
    #expect(try Self.read(many, .cbor).isEmpty)
    #expect(try Self.read(["traceparent": deep], .cbor).isEmpty)
    #expect(try !Self.read(["traceparent": .string(Self.parent)], .cbor).isEmpty)
  }

  @Test("a trace that is no map refuses the call, and nothing else")
  func noMap() throws {
    let call = Message.Call(
      request: RequestID(1), procedure: "a.b", options: Options([TraceContext.key: "00"]))
    let bytes = try SerializerKind.cbor.encode(.call(call)).joined()
    let fault = #expect(throws: MessageFault.self) { try SerializerKind.cbor.decode(bytes) }
    #expect(fault?.answer != nil)
  }

  /// What a peer says in a CALL, as it is read.
  private static func read(_ map: [String: Value], _ serializer: SerializerKind) throws -> TraceContext {
    let call = Message.Call(
      request: RequestID(1), procedure: "a.b", options: Options([TraceContext.key: .map(map)]))
    let read = try serializer.decode(try serializer.encode(.call(call)).joined())
    guard case .call(let call) = read else { return TraceContext() }
    return call.trace
  }
}
