import SharedBytes
import Testing

@testable import WAMP

@Suite("CBOR")
struct CBORTests {
  @Test(
    "writes the shortest head and reads it back",
    arguments: [
      (Value.int(0), "00"), (.int(23), "17"), (.int(24), "1818"), (.int(255), "18ff"), (.int(256), "190100"),
      (.int(65536), "1a00010000"), (.int(1 << 32), "1b0000000100000000"), (.int(-1), "20"),
      (.int(-500), "3901f3"), (.int(.min), "3b7fffffffffffffff"), (Value(UInt64.max), "1bffffffffffffffff"),
      (.null, "f6"), (.bool(true), "f5"), (.bool(false), "f4"), (.double(1.5), "fb3ff8000000000000"),
      (.string("ü"), "62c3bc"), (.bytes(SharedBytes([1, 2])), "420102"), (.list([1, "a"]), "82016161"),
      (.map(["b": 1, "a": [:]]), "a26161a0616201"),
    ])
  func roundTrip(value: Value, hex: String) throws {
    #expect(value.cbor == SharedBytes(hex: hex))
    #expect(try Value(cbor: SharedBytes(hex: hex)) == value)
  }

  @Test(
    "reads every encoding of the specification",
    arguments: [
      ("1800", Value.int(0)), ("1b0000000000000001", .int(1)), ("f7", .null), ("f93c00", .double(1)),
      ("f90001", .double(5.960464477539063e-8)), ("f97bff", .double(65504)), ("f9c400", .double(-4)),
      ("f97c00", .double(.infinity)), ("fa47c35000", .double(100000)),
      ("5f42010243030405ff", .bytes(SharedBytes([1, 2, 3, 4, 5]))), ("7f61616162ff", .string("ab")),
      ("7f657374726561646d696e67ff", .string("streaming")), ("9f018202039f0405ffff", [1, [2, 3], [4, 5]]),
      ("bf61610161629f0203ffff", ["a": 1, "b": [2, 3]]), ("c11a514b67b0", .int(1_363_896_240)),
      ("d9d9f78101", [1]), ("a2616101616102", ["a": 2]), ("9fff", []), ("5fff", .bytes(SharedBytes())),
    ] as [(String, Value)])
  func decoding(hex: String, value: Value) throws {
    #expect(try Value(cbor: SharedBytes(hex: hex)) == value)
  }

  @Test(
    "refuses damaged bytes with the position of the fault",
    arguments: [
      ("", "byte 0"), ("18", "byte 0"), ("1a0000", "byte 0"), ("420102ff", "byte 3"), ("43 0102", "byte 1"),
      ("61ff", "not UTF-8"), ("ff", "break"), ("1c", "reserved"), ("1f", "indefinite"), ("9f01", "byte 2"),
      ("82 01", "byte"), ("9bffffffffffffffff", "announced"), ("bbffffffffffffffff", "announced"),
      ("a1 01 02", "key"), ("f8 20", "simple"), ("3bffffffffffffffff", "64 bits"), ("5f6161ff", "chunk"),
      ("5f5f4101ffff", "chunk"), ("c1", "byte 1"),
    ])
  func faults(hex: String, part: String) {
    let error = #expect(throws: WAMPError.self) { try Value(cbor: SharedBytes(hex: hex)) }
    #expect(error?.code == .invalidPayload)
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    var reader = CBORReader(SharedBytes(hex: hex))
    _ = try? reader.skipItem()
  }

  @Test(
    "refuses nesting beyond the limit instead of exhausting the stack", arguments: [0x81, 0x9F] as [UInt8])
  func depth(head: UInt8) {
    let deep = SharedBytes([UInt8](repeating: head, count: 100_000))
    #expect(throws: WAMPError.self) { try Value(cbor: deep) }
    var reader = CBORReader(deep)
    #expect(throws: ItemFault.self) { try reader.skipItem() }
  }

  @Test("binary data is a slice of what was read")
  func sharing() throws {
    let source = SharedBytes([0x43, 7, 8, 9])
    let bytes = try #require(try Value(cbor: source).bytesValue)
    let inside = unsafe source.withUnsafeBytes { outer in
      unsafe bytes.withUnsafeBytes { unsafe $0.baseAddress == outer.baseAddress! + 1 }
    }
    #expect(inside)
  }
}
