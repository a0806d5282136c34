import SharedBytes
import Testing

@testable import WAMP

@Suite("MessagePack")
struct MessagePackTests {
  private static let written: [(Value, String)] = [
    (.int(0), "00"), (.int(127), "7f"), (.int(128), "cc80"), (.int(255), "ccff"), (.int(256), "cd0100"),
    (.int(65_536), "ce00010000"), (.int(1 << 32), "cf0000000100000000"), (.uint(.max), "cfffffffffffffffff"),
    (.int(-1), "ff"), (.int(-32), "e0"), (.int(-33), "d0df"), (.int(-128), "d080"), (.int(-129), "d1ff7f"),
    (.int(-32_769), "d2ffff7fff"), (.int(-2_147_483_649), "d3ffffffff7fffffff"),
    (.int(.min), "d38000000000000000"),
    (.null, "c0"), (.bool(true), "c3"), (.bool(false), "c2"), (.double(1.5), "cb3ff8000000000000"),
    (.string("ü"), "a2c3bc"), (.bytes(SharedBytes([1, 2])), "c4020102"), (.list([1, "a"]), "9201a161"),
    (.map(["b": 1, "a": [:]]), "82a16180a16201"),
    (.string(String(repeating: "a", count: 32)), "d920" + String(repeating: "61", count: 32)),
    (.string(String(repeating: "a", count: 256)), "da0100" + String(repeating: "61", count: 256)),
    (.list([Value](repeating: 0, count: 16)), "dc0010" + String(repeating: "00", count: 16)),
    (.bytes(SharedBytes([UInt8](repeating: 0, count: 256))), "c50100" + String(repeating: "00", count: 256)),
  ]

  @Test("writes the shortest head and reads it back", arguments: written)
  func roundTrip(value: Value, hex: String) throws {
    #expect(value.encoded(in: .messagePack).hex == hex)
    #expect(try Value(SharedBytes(hex: hex), in: .messagePack) == value)
  }

  @Test(
    "reads every encoding of the specification",
    arguments: [
      ("cc00", Value.int(0)), ("cf0000000000000001", .int(1)), ("d001", .int(1)), ("d17fff", .int(32_767)),
      ("d200000005", .int(5)), ("d300000000000000ff", .int(255)), ("ca3fc00000", .double(1.5)),
      ("ca7f800000", .double(.infinity)),
      ("d90161", "a"), ("da000161", "a"), ("db0000000161", "a"),
      ("c6000000020102", .bytes(SharedBytes([1, 2]))),
      ("dc000101", [1]), ("dd0000000101", [1]), ("de0001a16101", ["a": 1]), ("df00000001a16101", ["a": 1]),
      ("82a16101a16102", ["a": 2]),
    ] as [(String, Value)])
  func decoding(hex: String, value: Value) throws {
    #expect(try Value(SharedBytes(hex: hex), in: .messagePack) == value)
  }

  @Test(
    "refuses damaged bytes with the position of the fault",
    arguments: [
      ("", "byte 0"), ("cc", "byte 0"), ("ce0000", "byte 0"), ("c4020102ff", "byte 4"),
      ("c403 0102", "byte 2"),
      ("a1ff", "not UTF-8"), ("c1", "no item"), ("9201", "announced"), ("ddffffffff", "announced"),
      ("dfffffffff", "announced"), ("dbffffffff", "announced"), ("810102", "key"), ("d40100", "no value"),
      ("0000", "byte 1"),
    ])
  func faults(hex: String, part: String) {
    let error = #expect(throws: WAMPError.self) { try Value(SharedBytes(hex: hex), in: .messagePack) }
    #expect(error?.code == .invalidPayload)
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    var items = MessagePackReader(SharedBytes(hex: hex))
    _ = try? items.skipItem()
  }

  @Test(
    "refuses nesting beyond the limit instead of exhausting the stack", arguments: [0x91, 0x81] as [UInt8])
  func depth(head: UInt8) {
    let deep = SharedBytes([UInt8](repeating: head, count: 100_000))
    #expect(throws: WAMPError.self) { try Value(deep, in: .messagePack) }
    var items = MessagePackReader(deep)
    #expect(throws: ItemFault.self) { try items.skipItem() }
  }

  @Test("binary data is a slice of what was read")
  func sharing() throws {
    let source = SharedBytes([0xC4, 3, 7, 8, 9])
    let bytes = try #require(try Value(source, in: .messagePack).bytesValue)
    #expect(source.bytes.byteOffsets(of: bytes.bytes) == 2..<5)
  }
}
