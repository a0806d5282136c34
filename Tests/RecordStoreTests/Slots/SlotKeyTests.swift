import Foundation
import Testing

@testable import RecordStore

/// zLMDB's keys, byte for byte as PyPI's zlmdb makes them.
@Suite struct SlotKeyTests {
  private static let time: Int64 = 1 << 60
  private static let oid: UInt64 = 0x2_0304_0506_0708
  private static let one = SlotUUID(high: 0, low: 1)
  private static let two = SlotUUID(high: 0x0001_0203_0405_0607, low: 0x0809_0A0B_0C0D_0E0F)
  private static let stamp = SlotTimestamp(nanoseconds: time)
  private static let swapped = LittleEndianSlotTimestamp(nanoseconds: time)

  private static func bytes<let count: Int>(_ first: Bool = true) -> SlotBytes<count> {
    SlotBytes(InlineArray { first ? UInt8($0) : 0 })
  }

  /// Each class of zLMDB, by the name of its keys.
  private static var samples: [(String, any SlotKey)] {
    let (b16, b20, b32): (SlotBytes<16>, SlotBytes<20>, SlotBytes<32>) = (bytes(), bytes(), bytes())
    let (z20, z32): (SlotBytes<20>, SlotBytes<32>) = (bytes(false), bytes(false))
    let (two8, three8, seven): (UInt64, UInt64, UInt8) = (2, 3, 7)
    return [
      ("Oid", oid), ("OidOid", SlotKeys(oid, two8)), ("Oid3", SlotKeys(oid, two8, three8)),
      ("OidTimestamp", SlotKeys(oid, swapped)), ("OidTimestampString", SlotKeys(oid, swapped, "Ä")),
      ("OidString", SlotKeys(oid, "Ä")), ("StringOid", SlotKeys("Ä", oid)), ("String", "Ä"),
      ("StringString", SlotKeys("Ä", "b")), ("StringStringString", SlotKeys("Ä", "", "c")), ("Uuid", two),
      ("UuidUuid", SlotKeys(one, two)), ("UuidUuidUuid", SlotKeys(one, two, one)),
      ("UuidUuidUuidUuid", SlotKeys(one, two, one, two)),
      ("Uint16UuidTimestamp", SlotKeys(LittleEndianUInt16(0x0102), two, stamp)),
      ("UuidBytes20Uint8", SlotKeys(two, b20, seven)),
      ("UuidBytes20Uint8Uuid", SlotKeys(two, b20, seven, one)),
      ("UuidBytes20Bytes20Uint8Uuid", SlotKeys(two, b20, z20, seven, one)), ("Timestamp", stamp),
      ("TimestampUuid", SlotKeys(stamp, two)), ("UuidTimestampUuid", SlotKeys(one, stamp, two)),
      ("TimestampUuidString", SlotKeys(stamp, two, "Ä")), ("TimestampBytes32", SlotKeys(stamp, b32)),
      ("TimestampString", SlotKeys(stamp, "Ä")), ("StringTimestamp", SlotKeys("Ä", stamp)),
      ("UuidTimestamp", SlotKeys(two, stamp)), ("Uint64Timestamp", SlotKeys(oid, stamp)),
      ("UuidString", SlotKeys(two, "Ä")), ("SlotUuid", SlotKeys(UInt16(0x0102), two)), ("Bytes32", b32),
      ("Bytes32Bytes32", SlotKeys(b32, z32)), ("Bytes32Uuid", SlotKeys(b32, two)),
      ("Bytes32String", SlotKeys(b32, "Ä")), ("UuidUuidString", SlotKeys(one, two, "Ä")),
      ("UuidUuidUuidString", SlotKeys(one, two, one, "Ä")), ("Bytes20", b20), ("Bytes16", b16),
      ("Bytes20Bytes20", SlotKeys(b20, z20)), ("Bytes20String", SlotKeys(b20, "Ä")),
      ("Bytes20Timestamp", SlotKeys(b20, stamp)), ("Bytes16Timestamp", SlotKeys(b16, stamp)),
      ("Bytes16TimestampUuid", SlotKeys(b16, stamp, two)),
    ]
  }

  private struct Made: Decodable {
    let keys: [String: String]
    let unsampled: [String]
  }

  private func encoded(_ key: some SlotKey) -> [UInt8] {
    Array([UInt8](SlotKeyEncoder(slot: 7, key).bytes).dropFirst(2))
  }

  /// The same key, made from its bytes.
  private func again<Key: SlotKey>(_ key: Key) -> [UInt8]? { Key(slotKey: encoded(key)[...]).map(encoded) }

  @Test("keys of all classes of zLMDB have its bytes, and are read back from them")
  func bytes() async throws {
    let program = try await ZLMDBProgram("unused")
    let made = try JSONDecoder().decode(Made.self, from: try await program.run("keys"))
    #expect(made.unsampled == [])
    #expect(Set(Self.samples.map(\.0)) == Set(made.keys.keys))
    for (name, key) in Self.samples {
      let bytes = encoded(key)
      let text = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      #expect(text == made.keys[name], "\(name)")
      #expect(again(key) == bytes, "\(name)")
    }
  }

  @Test(
    "bytes that are no such key are told",
    arguments: [[], [1], Array(repeating: 1, count: 7), Array(repeating: 1, count: 9), [0xFF, 0, 0xFE]]
      as [[UInt8]])
  func noKeys(bytes: [UInt8]) {
    #expect(UInt64(slotKey: bytes[...]) == nil)
    #expect(SlotUUID(slotKey: bytes[...]) == nil)
    #expect(SlotKeys<UInt64, UInt64>(slotKey: bytes[...]) == nil)
    #expect(SlotKeys<SlotUUID, String>(slotKey: bytes[...]) == nil)
    #expect(SlotKeys<String, SlotUUID>(slotKey: bytes[...]) == nil)
    #expect(SlotKeys<String, String, String>(slotKey: bytes[...]) == nil)
  }

  @Test("keys that are too long are told, and cut nowhere else")
  func tooLong() {
    let fits = SlotKeyEncoder(slot: 7, String(repeating: "x", count: 509))
    #expect(!fits.isTooLong && fits.bytes.byteCount == 511)
    #expect(SlotKeyEncoder(slot: 7, String(repeating: "x", count: 510)).isTooLong)
  }

  @Test("a UUID is read from its text and from its bytes")
  func uuids() {
    let text = "7c1e6d1f-6c0a-4cf1-9a1f-8d6a5f3b2e01"
    #expect(SlotUUID(text)?.description == text)
    #expect(SlotUUID(text.uppercased())?.description == text)
    #expect(SlotUUID(text).flatMap { SlotUUID(bytes: $0.bytes) } == SlotUUID(text))
    for wrong in ["", "7c1e6d1f6c0a4cf19a1f8d6a5f3b2e01", text + "0", "zc1e6d1f-6c0a-4cf1-9a1f-8d6a5f3b2e01"]
    {
      #expect(SlotUUID(wrong) == nil)
    }
    #expect(SlotUUID.zero.bytes == [UInt8](repeating: 0, count: 16))
  }
}
