import SeededRandom

/// Damages the bytes of a database file. The same seed gives the same damage.
struct DamageGenerator {
  private var random: SplitMix64
  private static let pageSize = 4096

  /// What is damaged.
  enum Kind: UInt64, CaseIterable {
    case truncated, zeroedPage, randomPage, copiedPage
    case header, branch, leaf, overflow
  }

  /// The damaged file.
  struct Damage {
    let description: String
    let bytes: [UInt8]
    /// How many bytes may differ.
    let damagedBytes: Int
  }

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func damage(_ original: [UInt8], _ kind: Kind) -> Damage {
    let pages = original.count / DamageGenerator.pageSize
    var bytes = original
    switch kind {
    case .truncated:
      let length = Int.random(in: 0..<original.count, using: &random)
      return Damage(
        description: "cut off at \(length)", bytes: Array(original[..<length]), damagedBytes: 0)
    case .zeroedPage, .randomPage, .copiedPage:
      let page = Int.random(in: 0..<pages, using: &random)
      let source = Int.random(in: 0..<pages, using: &random)
      for offset in 0..<DamageGenerator.pageSize {
        bytes[page * DamageGenerator.pageSize + offset] =
          switch kind {
          case .zeroedPage: 0
          case .randomPage: UInt8(truncatingIfNeeded: random.next())
          default: original[source * DamageGenerator.pageSize + offset]
          }
      }
      return Damage(
        description: "page \(page), from page \(source)", bytes: bytes,
        damagedBytes: DamageGenerator.pageSize)
    case .header, .branch, .leaf, .overflow:
      let wanted: UInt8 =
        switch kind {
        case .header: 0x08
        case .branch: 0x01
        case .leaf: 0x02
        default: 0x04
        }
      let candidates = (0..<pages).filter { original[$0 * DamageGenerator.pageSize + 10] & 0x0F == wanted }
      let page = candidates[Int.random(in: candidates.indices, using: &random)]
      var places: [Int] = []
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        // Where pages say what they are made of more often than elsewhere.
        let limit = [24, 200, 4096][Int.random(in: 0..<3, using: &random)]
        let place = page * DamageGenerator.pageSize + Int.random(in: 0..<limit, using: &random)
        bytes[place] ^= UInt8.random(in: 1...255, using: &random)
        places.append(place)
      }
      return Damage(
        description: "page \(page), bytes \(places)", bytes: bytes, damagedBytes: places.count)
    }
  }
}
