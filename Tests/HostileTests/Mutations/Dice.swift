import SeededRandom

/// Random numbers that are the same in every run of one seed.
struct Dice: RandomNumberGenerator {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed &* 0xD1B5_4A32_D192_ED03) }

  mutating func next() -> UInt64 { random.next() }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(limit, 1), using: &self) }

  mutating func one<T>(of values: [T]) -> T { values[below(values.count)] }
}
