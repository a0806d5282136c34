import FlatBuffersReflection
import Testing

@testable import RecordStore

/// Keys made of values that come from elsewhere.
struct KeyValueTests {
  private func part(
    _ type: KeyPart.ValueType, _ scalar: ScalarType? = nil, count: Int = 1,
    order: KeyPart.Order = .ascending
  ) -> KeyPart {
    KeyPart(
      path: [0], name: "a", type: type, scalar: scalar, count: count, order: order, absence: .impossible)
  }

  private func bytes(_ part: KeyPart, _ value: KeyValue) -> [UInt8]? {
    var encoder = KeyEncoder()
    guard part.append(value, to: &encoder) else { return nil }
    return [UInt8](stored: encoder)
  }

  @Test("values of the part's type are stored as keys of that type are")
  func same() {
    #expect(bytes(part(.unsigned, .ulong), .integer(7)) == [UInt8](stored: 7 as UInt64))
    #expect(bytes(part(.unsigned, .ulong), .integer(Int128(UInt64.max))) == [UInt8](stored: UInt64.max))
    #expect(bytes(part(.signed, .int), .integer(-7)) == [UInt8](stored: -7 as Int32))
    #expect(bytes(part(.bool, .bool), .bool(true)) == [UInt8](stored: true))
    #expect(bytes(part(.real, .double), .real(-0.5)) == [UInt8](stored: -0.5))
    #expect(bytes(part(.real, .double), .integer(3)) == [UInt8](stored: 3.0))
    #expect(bytes(part(.real, .float), .real(0.25)) == [UInt8](stored: 0.25 as Float))
    #expect(bytes(part(.real, .float), .real(.infinity)) == [UInt8](stored: Float.infinity))
    #expect(bytes(part(.real, .double), .text("-inf")) == [UInt8](stored: -Double.infinity))
    #expect(bytes(part(.real, .double), .text("nan")) == [UInt8](stored: Double.nan))
    #expect(bytes(part(.string), .text("a\0b")) == [UInt8](stored: "a\0b"))
    #expect(bytes(part(.bytes), .bytes([0, 1])) == [UInt8](stored: [0, 1] as [UInt8]))
    #expect(bytes(part(.fixedBytes, .ubyte, count: 3), .bytes([1, 2, 3])) == [1, 2, 3, 0, 0, 0, 0, 0])
    let numbers = bytes(part(.unsigned, .uint, count: 2), .list([.integer(1), .integer(2)]))
    #expect(numbers == [UInt8](stored: 1 as UInt32) + [UInt8](stored: 2 as UInt32))
    let descending = bytes(part(.unsigned, .ulong, order: .descending), .integer(7))
    #expect(descending == [UInt8](stored: 7 as UInt64).map { ~$0 })
  }

  @Test("a UUID's text names 16 fixed bytes")
  func uuid() {
    let text = KeyValue.text("00010203-0405-0607-0809-0a0b0c0d0e0f")
    #expect(bytes(part(.fixedBytes, .ubyte, count: 16), text) == Array(0...15))
    #expect(bytes(part(.fixedBytes, .ubyte, count: 8), text) == nil)
  }

  @Test("values of other types, and integers that the field can't hold, are none")
  func refused() {
    let wrong: [(KeyPart, KeyValue)] = [
      (part(.unsigned, .ulong), .integer(-1)), (part(.unsigned, .ulong), .integer(1 << 64)),
      (part(.unsigned, .ubyte), .integer(256)), (part(.signed, .byte), .integer(128)),
      (part(.signed, .byte), .integer(-129)), (part(.unsigned, .ulong), .text("7")),
      (part(.unsigned, .ulong), .real(7)), (part(.unsigned, .ulong), .bool(true)),
      (part(.bool, .bool), .integer(1)), (part(.string), .integer(7)), (part(.string), .bytes([7])),
      (part(.bytes), .text("7")), (part(.fixedBytes, .ubyte, count: 3), .bytes([1, 2])),
      (part(.real, .double), .text("1")), (part(.real, .float), .real(1e300)),
      (part(.unsigned, .uint, count: 2), .list([.integer(1)])),
      (part(.unsigned, .uint, count: 2), .integer(1)), (part(.unsigned, .uint), .list([.integer(1)])),
      (part(.unsigned, .uint, count: 2), .list([.integer(1), .list([.integer(1)])])),
    ]
    for (part, value) in wrong { #expect(bytes(part, value) == nil, "\(part): \(value)") }
  }

  @Test("bytes are a key only if they are all of its parts and nothing else")
  func isKey() throws {
    let key = KeyDescription(parts: [part(.string), part(.unsigned, .uint, order: .descending)])
    var encoder = KeyEncoder()
    #expect(key.parts[0].append(.text("row"), to: &encoder) && key.parts[1].append(.integer(3), to: &encoder))
    let bytes = [UInt8](stored: encoder)
    #expect(isKey(bytes, key))
    for count in 0..<bytes.count { #expect(!isKey(Array(bytes.prefix(count)), key)) }
    #expect(!isKey(bytes + [0], key) && !isKey(bytes + bytes, key))
    #expect(!isKey([UInt8](repeating: 1, count: 512), key))
    let number = KeyDescription(parts: [part(.unsigned, .ulong)])
    #expect(isKey([UInt8](stored: 7 as UInt64), number) && !isKey([7], number) && !isKey([], number))
  }

  @Test("an entry of an index is its key with a primary key behind it")
  func isEntry() {
    let index = KeyDescription(parts: [part(.string)])
    let primary = KeyDescription(parts: [part(.unsigned, .ulong)])
    let (key, id) = ([UInt8](stored: "Ann"), [UInt8](stored: 7 as UInt64))
    func isEntry(_ bytes: [UInt8], _ primary: KeyDescription?) -> Bool {
      unsafe index.isKey(bytes.span.bytes, before: primary)
    }
    #expect(isEntry(key + id, primary) && isEntry(key + id, nil) && isEntry(key + [1], nil))
    #expect(!isEntry(key, primary) && !isEntry(key, nil) && !isEntry(key + id + [0], primary))
    #expect(!isEntry(key + [1], primary))
  }

  private func isKey(_ bytes: [UInt8], _ key: KeyDescription) -> Bool { unsafe key.isKey(bytes.span.bytes) }

  @Test("a range of stored bytes begins and ends where the typed one does")
  func ranges() {
    let ranges: [KeyRange<String>] = [
      .all, .only("b"), .after("b"), .before("b"), ("a"..."c").keyRange, ("a"..<"c").keyRange, .prefix("b"),
      KeyRange(lower: .excluding("a"), upper: .excluding("c")),
    ]
    let keys = ["", "a", "aa", "b", "ba", "bb", "c", "ca"].map { [UInt8](stored: $0) }
    for range in ranges {
      let (typed, stored) = (EncodedRange(range), EncodedRange(StoredKeyRange(range)))
      for key in keys {
        let bytes = unsafe key.span.bytes
        let isSame =
          typed.startsAfter(bytes) == stored.startsAfter(bytes)
          && typed.endsAfter(bytes) == stored.endsAfter(bytes)
        #expect(isSame, "\(range) \(key)")
      }
    }
    // Nothing lies after the greatest bytes.
    let behind = EncodedRange(StoredKeyRange(lower: .excluding([0xFF])))
    let isEmpty = unsafe !behind.endsAfter([0xFF, 0xFF].span.bytes)
    #expect(isEmpty)
  }
}
