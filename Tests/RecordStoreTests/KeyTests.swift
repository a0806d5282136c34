import FlatBuffersRuntime
import RecordStore
import SeededRandom
import Testing

@Suite struct KeyTests {
  private func bytes(_ key: some StoreKey) -> [UInt8] {
    let encoded = key.encoded
    return copy(encoded.bytes)
  }

  private func copy(_ span: RawSpan) -> [UInt8] {
    unsafe span.withUnsafeBytes { unsafe Array($0) }
  }

  private func appended(_ key: some StoreKey) -> [UInt8] {
    var encoder = KeyEncoder()
    encoder.append(key)
    return copy(encoder.bytes)
  }

  /// Checks all pairs: order of bytes, unambiguity, length.
  private func check<Key: StoreKey>(_ keys: [Key], isBefore: (Key, Key) -> Bool) {
    let encoded = keys.map { bytes($0) }
    for (left, leftBytes) in zip(keys, encoded) {
      #expect(leftBytes == appended(left))
      #expect(leftBytes.count % 8 == 0 && !leftBytes.isEmpty)
      for (right, rightBytes) in zip(keys, encoded) {
        let isSmaller = leftBytes.lexicographicallyPrecedes(rightBytes)
        #expect(isSmaller == isBefore(left, right), "\(left) and \(right)")
        let isBeginning = rightBytes.starts(with: leftBytes)
        #expect(isBeginning == (leftBytes == rightBytes), "\(left) and \(right)")
      }
    }
  }

  private func check<Key: StoreKey & FixedWidthInteger>(_ type: Key.Type) {
    var random = SplitMix64(seed: 3)
    var keys: [Key] = [.min, .max, 0, 1, 2, 127]
    for _ in 0..<50 { keys.append(Key.random(in: .min ... .max, using: &random)) }
    check(keys, isBefore: <)
  }

  @Test func integersSortByValue() {
    check(UInt8.self)
    check(UInt16.self)
    check(UInt32.self)
    check(UInt64.self)
    check(UInt.self)
    check(Int8.self)
    check(Int16.self)
    check(Int32.self)
    check(Int64.self)
    check(Int.self)
    check([false, true]) { !$0 && $1 }
    #expect(bytes(UInt8(7)) == bytes(UInt64(7)))
    #expect(bytes(Int8(-7)) == bytes(Int64(-7)))
  }

  @Test func stringsSortByTheirBytes() {
    var keys = [
      "", "\0", "\0\0", "a", "a\0", "a\0\0", "a\0b", "a\u{1}", "aa", "ab", "b", "é", "e\u{301}", "日本", "😀",
      "aaaaaa", "aaaaaaa", "aaaaaaaa", "aaaaaa\0", "aaaaaaa\0\u{7f}",
    ]
    var random = SplitMix64(seed: 9)
    for _ in 0..<80 {
      let scalars = (0..<Int.random(in: 0..<20, using: &random)).map { _ in
        Unicode.Scalar([0, 1, 0x61, 0xFF, 0x7FF, 0xFFFF, 0x1_0000].randomElement(using: &random) ?? 0)
      }
      var text = ""
      for scalar in scalars { text.unicodeScalars.append(scalar ?? "x") }
      keys.append(text)
    }
    check(keys) { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// An index entry is the index key followed by the primary key: it must sort by both, in this order.
  @Test func joinedKeysSortPartByPart() {
    let texts = ["", "a", "a\0", "aaaaaa", "aaaaaaa", "aaaaaa\0", "b"]
    let numbers: [UInt64] = [0, 1, 255, 0xFF00_0000_0000_0000, .max]
    var joined: [(text: String, number: UInt64, bytes: [UInt8])] = []
    for text in texts { for number in numbers { joined.append((text, number, bytes(text) + bytes(number))) } }
    for left in joined {
      for right in joined {
        let isBefore =
          left.text == right.text
          ? left.number < right.number
          : Array(left.text.utf8).lexicographicallyPrecedes(Array(right.text.utf8))
        #expect(left.bytes.lexicographicallyPrecedes(right.bytes) == isBefore)
      }
    }
  }

  private func readBack<Key: StoreKey & Equatable>(_ keys: [Key]) {
    for key in keys {
      let joined = bytes(key) + bytes(UInt8(7))
      var decoder = unsafe KeyDecoder(joined.span.bytes)
      #expect(Key(from: &decoder) == key)
      #expect(UInt8(from: &decoder) == 7)
      let isAtEnd = decoder.isAtEnd
      #expect(isAtEnd)
    }
  }

  @Test("keys are read back from their bytes") func readingBack() {
    readBack([Int8.min, -1, 0, .max])
    readBack([Int64.min, -1, 0, .max])
    readBack([UInt64.min, .max])
    readBack([true, false])
    readBack(["", "\0", "a\0b", "aaaaaa", "aaaaaaa", "aaaaaaaa", "日本", String(repeating: "\0", count: 100)])
  }

  @Test("what is no key of a type is not taken from the bytes") func notReadBack() {
    let few: [UInt8] = [0, 1, 2]
    var short = unsafe KeyDecoder(few.span.bytes)
    #expect(UInt64(from: &short) == nil)
    #expect(short.string() == nil)
    let large = bytes(UInt64(256))
    var wide = unsafe KeyDecoder(large.span.bytes)
    #expect(UInt8(from: &wide) == nil)
    // No terminator, one that is cut off, one of wrong bytes, text that is not UTF-8.
    let wrong: [[UInt8]] = [
      [0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68], [0x61, 0, 0], [0x61, 0, 1, 0, 0, 0, 0, 0],
      [0xFF, 0, 0, 0, 0, 0, 0, 0],
    ]
    for bytes in wrong {
      var decoder = unsafe KeyDecoder(bytes.span.bytes)
      #expect(decoder.string() == nil)
      let isAtEnd = decoder.isAtEnd
      #expect(!isAtEnd)
    }
  }

  @Test func theLongestKeys() throws {
    let test = try TestStore()
    let longest = String(repeating: "x", count: KeyEncoder.limit - 2)
    try test.store.write { txn in try txn.put(.init(title: longest, text: "fits"), in: .notes) }
    let text = try test.store.read { txn in try txn.get(.notes, longest)?.text?.description }
    #expect(text == "fits")
    let error = storeError {
      try test.store.write { txn in try txn.put(.init(title: longest + "y"), in: .notes) }
    }
    #expect(error?.code == .key)
    #expect(error?.message.contains("notes") == true && error?.message.contains("504") == true)
    let indexed = storeError {
      try test.store.write { txn in try txn.put(.init(id: 1, name: longest), in: .people) }
    }
    #expect(indexed?.code == .key)
    #expect(indexed?.message.contains("peopleByName") == true)
    let count = try test.store.read { txn in try txn.count(.people) }
    #expect(count == 0)
  }

  @Test func boundsTooLongToBeStoredStillSort() throws {
    let test = try TestStore()
    try test.store.write { txn in
      for title in ["a", "x", "z"] { try txn.put(.init(title: title), in: .notes) }
    }
    let long = String(repeating: "x", count: 2000)
    let titles = try test.store.read { txn in
      var titles: [String] = []
      var after = try txn.rows(.notes, long...)
      while let note = try after.next() { titles.append(note.title.description) }
      var before = try txn.rows(.notes, ...long, order: .descending)
      while let note = try before.next() { titles.append(note.title.description) }
      return titles
    }
    #expect(titles == ["z", "x", "a"])
  }

  @Test func stringRanges() throws {
    let test = try TestStore()
    let words = ["", "a", "a\0", "aa", "ab", "b", "ba"]
    try test.store.write { txn in for word in words { try txn.put(.init(title: word), in: .notes) } }
    for lower in words {
      for upper in words where lower <= upper {
        let found = try test.store.read { txn in
          var titles: [String] = []
          var rows = try txn.rows(.notes, KeyRange(lower: .excluding(lower), upper: .including(upper)))
          while let note = try rows.next() { titles.append(note.title.description) }
          return titles
        }
        #expect(found == words.filter { $0 > lower && $0 <= upper })
      }
    }
  }
}
