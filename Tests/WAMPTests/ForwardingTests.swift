import SharedBytes
import Testing

@testable import WAMP

/// What a message says of the routers that it came through: the schema has a field for it, list formats an option.
struct ForwardingTests {
  private static let hops: Value = [
    ["session": 7, "authid": "joe", "authrole": "user"], ["session": 8, "authid": nil, "authrole": nil],
  ]

  /// CALL 1 of a.b that came through both, as the code writes it that Autobahn|Python 26.10 has of the schema.
  private static let call = """
    0c00000008000a0009000400080000002c00000000302600140000000c00080000000000000000000000000000000000
    00000000000000000000040026000000180000000c000000010000000000000003000000612e62000200000028000000
    0c000000000006000e00040006000000080000000000000000000a0018000c00080004000a000000140000001c000000
    070000000000000000000000040000007573657200000000030000006a6f6500
    """

  @Test("is read from the field, and is among the options that have no property")
  func field() throws {
    let read = try SerializerKind.flatbuffers.decode(SharedBytes(hex: Self.call))
    #expect(
      read == .call(.init(request: RequestID(1), procedure: "a.b", options: ["forward_for": Self.hops])))
  }

  @Test("is the same after it went through any format", arguments: SerializerKind.allCases)
  func formats(serializer: SerializerKind) throws {
    let call = Message.call(
      .init(request: RequestID(1), procedure: "a.b", options: ["forward_for": Self.hops, "x_other": 1]))
    #expect(try serializer.decode(try serializer.encode(call).joined()) == call)
  }
}
