/// Expands bytes that were deflated.
///
/// Format: RFC 1951.
struct Inflater {
  private let input: [UInt8]
  private var position = 0
  private var bits: UInt32 = 0
  private var bitCount = 0
  private var output: [UInt8] = []
  private let size: Int

  /// Expands bytes to exactly so many.
  ///
  /// - Returns: `nil` if they are damaged, or become more or fewer.
  /// - Complexity: linear in the number of bytes of both, and never more memory than `size` takes.
  static func inflate(_ bytes: [UInt8], to size: Int) -> [UInt8]? {
    var inflater = Inflater(input: bytes, size: size)
    // What the bytes can become at most, so that no more is reserved for a size that is a lie.
    inflater.output.reserveCapacity(min(size, bytes.count * 1032))
    do {
      while try inflater.block() {}
    } catch {
      return nil
    }
    return inflater.output.count == size ? inflater.output : nil
  }

  private init(input: [UInt8], size: Int) {
    self.input = input
    self.size = size
  }

  /// The bytes are none that were deflated.
  private struct Damage: Error {}

  /// Codes of Huffman's by their lengths: how many there are of each, and the symbols in the order of their codes.
  private struct Codes {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    init(_ lengths: some Collection<Int>) throws(Damage) {
      for length in lengths { counts[length] += 1 }
      counts[0] = 0
      var left = 1
      for length in 1...15 {
        left = left << 1 - counts[length]
        if left < 0 { throw Damage() }
      }
      for length in 1...15 {
        for (symbol, other) in lengths.enumerated() where other == length { symbols.append(symbol) }
      }
    }
  }

  private static let literalLengths =
    [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112) + [Int](repeating: 7, count: 24)
    + [Int](repeating: 8, count: 8)
  private static let fixed = (
    literals: try? Codes(literalLengths), distances: try? Codes([Int](repeating: 5, count: 30))
  )
  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
    227, 258,
  ]
  private static let lengthBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
    4097, 6145, 8193, 12289, 16385, 24577,
  ]
  /// The order in which the lengths of the codes for lengths come.
  private static let codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  private mutating func take(_ count: Int) throws(Damage) -> Int {
    while bitCount < count {
      guard position < input.count else { throw Damage() }
      bits |= UInt32(input[position]) << UInt32(bitCount)
      position += 1
      bitCount += 8
    }
    let taken = bits & (1 << UInt32(count) - 1)
    bits >>= UInt32(count)
    bitCount -= count
    return Int(taken)
  }

  private mutating func append(_ byte: UInt8) throws(Damage) {
    guard output.count < size else { throw Damage() }
    output.append(byte)
  }

  /// - Returns: whether another block follows.
  private mutating func block() throws(Damage) -> Bool {
    let isLast = try take(1) == 1
    switch try take(2) {
    case 0: try copyStored()
    case 1:
      guard let literals = Self.fixed.literals, let distances = Self.fixed.distances else { throw Damage() }
      try expand(literals, distances)
    case 2:
      let (literals, distances) = try readCodes()
      try expand(literals, distances)
    default: throw Damage()
    }
    return !isLast
  }

  private mutating func copyStored() throws(Damage) {
    // It begins at a whole byte; no more than that was taken before.
    bits = 0
    bitCount = 0
    let (count, inverted) = (try take(16), try take(16))
    guard count == ~inverted & 0xffff, count <= input.count - position else { throw Damage() }
    for index in 0..<count { try append(input[position + index]) }
    position += count
  }

  private mutating func symbol(_ codes: Codes) throws(Damage) -> Int {
    var (code, first, index) = (0, 0, 0)
    for length in 1...15 {
      code |= try take(1)
      let count = codes.counts[length]
      if code - first < count { return codes.symbols[index + code - first] }
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    throw Damage()
  }

  private mutating func readCodes() throws(Damage) -> (literals: Codes, distances: Codes) {
    let (literalCount, distanceCount, codeCount) = (try take(5) + 257, try take(5) + 1, try take(4) + 4)
    guard literalCount <= 286, distanceCount <= 30 else { throw Damage() }
    var codeLengths = [Int](repeating: 0, count: 19)
    for place in Self.codeOrder.prefix(codeCount) { codeLengths[place] = try take(3) }
    let codes = try Codes(codeLengths)
    var lengths: [Int] = []
    while lengths.count < literalCount + distanceCount {
      let symbol = try symbol(codes)
      switch symbol {
      case 0..<16: lengths.append(symbol)
      case 16:
        guard let last = lengths.last else { throw Damage() }
        lengths += [Int](repeating: last, count: try take(2) + 3)
      case 17: lengths += [Int](repeating: 0, count: try take(3) + 3)
      default: lengths += [Int](repeating: 0, count: try take(7) + 11)
      }
    }
    guard lengths.count == literalCount + distanceCount, lengths[256] != 0 else { throw Damage() }
    return (try Codes(lengths[..<literalCount]), try Codes(lengths[literalCount...]))
  }

  private mutating func expand(_ literals: Codes, _ distances: Codes) throws(Damage) {
    while true {
      let symbol = try symbol(literals)
      if symbol == 256 { return }
      if symbol < 256 {
        try append(UInt8(symbol))
        continue
      }
      guard symbol - 257 < Self.lengthBases.count else { throw Damage() }
      let length = Self.lengthBases[symbol - 257] + (try take(Self.lengthBits[symbol - 257]))
      let place = try self.symbol(distances)
      guard place < Self.distanceBases.count else { throw Damage() }
      let distance = Self.distanceBases[place] + (try take(max(0, place / 2 - 1)))
      guard distance <= output.count else { throw Damage() }
      for _ in 0..<length { try append(output[output.count - distance]) }
    }
  }
}
