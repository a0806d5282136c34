import FlatBuffersReflection
import FlatBuffersRuntime
import SeededRandom
import Testing

@testable import RecordStore

/// The order of stored keys is that of their values, for every type and both directions.
@Suite struct KeyOrderTests {
  private func bytes(_ key: some StoreKey) -> [UInt8] {
    let encoded = key.encoded
    return [UInt8](encoded.bytes)
  }

  /// Checks all pairs in both directions, and that each key is read back.
  private func check<Key: StoreKey>(_ keys: [Key], isBefore: (Key, Key) -> Bool) {
    let ascending = keys.map { bytes($0) }
    let descending = keys.map { bytes(Descending($0)) }
    for left in keys.indices {
      #expect(ascending[left].count % 8 == 0 && ascending[left].count == descending[left].count)
      for right in keys.indices {
        let isSmaller = isBefore(keys[left], keys[right])
        #expect(ascending[left].lexicographicallyPrecedes(ascending[right]) == isSmaller)
        #expect(descending[right].lexicographicallyPrecedes(descending[left]) == isSmaller)
        if left != right, descending[left] != descending[right] {
          #expect(!descending[left].starts(with: descending[right]))
        }
      }
      for (bytes, order) in [(ascending[left], KeyOrder.ascending), (descending[left], .descending)] {
        let joined = bytes + self.bytes(UInt8(7))
        var decoder = unsafe KeyDecoder(joined.span.bytes)
        let key = decoder.key(Key.self, order: order)
        #expect(key.map { self.bytes($0) } == ascending[left])
        #expect(UInt8(from: &decoder) == 7)
      }
    }
  }

  @Test("floating-point numbers sort by value, from −NaN over −0 and +0 to NaN") func reals() {
    let doubles: [Double] = [
      -.nan, -.infinity, -.greatestFiniteMagnitude, -1, -.leastNonzeroMagnitude, -0.0, 0,
      .leastNonzeroMagnitude, 1,
      .greatestFiniteMagnitude, .infinity, .nan,
    ]
    let places = Dictionary(uniqueKeysWithValues: doubles.enumerated().map { ($1.bitPattern, $0) })
    check(doubles) { (places[$0.bitPattern] ?? 0) < (places[$1.bitPattern] ?? 0) }
    var random = SplitMix64(seed: 21)
    let anyDoubles = (0..<80).map { _ in Double(bitPattern: random.next()) }
    check(anyDoubles) { $0.isTotallyOrdered(belowOrEqualTo: $1) && $0.bitPattern != $1.bitPattern }
    let anyFloats = (0..<80).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: random.next())) }
    check(anyFloats) { $0.isTotallyOrdered(belowOrEqualTo: $1) && $0.bitPattern != $1.bitPattern }
  }

  @Test("bytes of any number sort like text, those of a fixed number as they are") func someBytes() {
    var random = SplitMix64(seed: 22)
    let choices: [UInt8] = [0, 1, 0x7F, 0xFE, 0xFF]
    let vectors = (0..<60).map { _ in
      (0..<Int.random(in: 0..<18, using: &random)).map { _ in choices.randomElement(using: &random) ?? 0 }
    }
    check(vectors) { $0.lexicographicallyPrecedes($1) }
    let arrays = (0..<40).compactMap { _ in
      FixedArray<11, UInt8>((0..<11).map { _ in choices.randomElement(using: &random) ?? 0 })
    }
    check(arrays) { $0.lexicographicallyPrecedes($1) }
    #expect(bytes(FixedArray<20, UInt8>(repeating: 9)).count == 24)
    let numbers = (0..<40).compactMap { _ in
      FixedArray<3, Int16>((0..<3).map { _ in Int16.random(in: -2...2, using: &random) })
    }
    check(numbers) { $0.lexicographicallyPrecedes($1) }
  }

  @Test("integers, bools and text sort the other way round in descending order") func descending() {
    var random = SplitMix64(seed: 23)
    check((0..<40).map { _ in Int64(bitPattern: random.next()) }, isBefore: <)
    check((0..<40).map { _ in UInt8(truncatingIfNeeded: random.next()) }, isBefore: <)
    check([false, true]) { !$0 && $1 }
    check(["", "\0", "a", "a\0", "aaaaaaa", "aaaaaaaa", "b", "日本"]) {
      Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
    }
    #expect(Descending(3) < Descending(2) && Descending("a") == Descending("a"))
    check([1, 2, 3].map { Descending($0) }) { $0.value > $1.value }
  }

  @Test("keys of structs and of several values sort by the first, then the second") func several() {
    var random = SplitMix64(seed: 24)
    let texts = ["", "a", "a\0", "aaaaaa", "b"]
    let keys = (0..<60).map { _ in
      Parcel.Key(
        depot: UInt32.random(in: 0...2, using: &random), label: texts.randomElement(using: &random) ?? "")
    }
    check(keys) { ($0.depot, $1.label) < ($1.depot, $0.label) }
    for left in keys {
      for right in keys {
        #expect((left < right) == ((left.depot, right.label) < (right.depot, left.label)))
        #expect((left == right) == (left.depot == right.depot && left.label == right.label))
      }
    }
    #expect(Set(keys).count == Set(keys.map { "\($0.depot) \($0.label)" }).count)
    let places = (0..<60).map { _ in
      ParcelPlace(
        x: Float(Int.random(in: -2...2, using: &random)), y: Double.random(in: -2...2, using: &random))
    }
    check(places) { ($0.x, $0.y) < ($1.x, $1.y) }
    let grades: [ParcelGrade] = [.low, .middle, .high, ParcelGrade(rawValue: .min)]
    check(grades) { $0.rawValue < $1.rawValue }
  }

  @Test("the longest key is the same wherever it is asked for") func limit() {
    #expect(KeyEncoder.limit == KeyDescription.maximumByteCount)
  }
}
