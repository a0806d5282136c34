import FlatBuffersRuntime
import SharedBytes
import Testing

@Suite struct FlexBufferTests {
  /// A map of as many integers as asked for, all under the same key.
  static func map(count: Int, keySize: Int) -> FlexReader {
    func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
    var bytes = [UInt8](repeating: UInt8(ascii: "k"), count: keySize) + [0]
    bytes += [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    bytes += word(count)
    let keys = bytes.count
    for _ in 0..<count { bytes += word(bytes.count) }
    bytes += word(bytes.count - keys) + word(4) + word(count)
    let values = bytes.count
    for index in 0..<count { bytes += word(index) }
    // Integers, and a map, of four bytes each.
    bytes += [UInt8](repeating: 1 << 2 | 2, count: count)
    bytes += [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    bytes += word(bytes.count - values) + [9 << 2 | 2, 4]
    return FlexReader(SharedBytes(bytes))
  }

  @Test(arguments: [(0, 1), (1, 0), (100, 10), (5000, 60)])
  func `maps may share keys`(count: Int, keySize: Int) throws {
    var valuesLeft = 1_000_000
    try Self.map(count: count, keySize: keySize).verify(
      depthLeft: 64, valuesLeft: &valuesLeft, options: .init())
    #expect(valuesLeft == 1_000_000 - 2 * count - 1)
  }

  @Test(.timeLimit(.minutes(10)))
  func `a long key is not read for every entry of a large map`() {
    var valuesLeft = 100_000
    let error = #expect(throws: VerificationError.self) {
      try Self.map(count: 30_000, keySize: 1 << 16).verify(
        depthLeft: 64, valuesLeft: &valuesLeft, options: .init())
    }
    #expect("\(error!)".contains("shared far too often"))
  }
}
