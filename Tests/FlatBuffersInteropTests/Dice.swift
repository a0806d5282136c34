import FlatBuffersRuntime
import SeededRandom

/// Random numbers that are the same in every run.
struct Dice: RandomNumberGenerator {
  private var random: SplitMix64

  /// Not the step of `next()` as a factor, or the numbers of one seed would be those of the next one, shifted by one.
  init(seed: Int) { random = SplitMix64(seed: UInt64(truncatingIfNeeded: seed) &* 0xD1B5_4A32_D192_ED03) }

  mutating func next() -> UInt64 { random.next() }
}

extension Dice {
  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

  mutating func flag() -> Bool { Bool.random(using: &self) }

  mutating func one<T>(of values: [T]) -> T { values[below(values.count)] }

  /// A value in two of three calls.
  mutating func maybe<T>(_ make: (inout Dice) -> T) -> T? { below(3) > 0 ? make(&self) : nil }

  /// Some values, none among others.
  mutating func list<T>(_ make: (inout Dice) -> T) -> [T] { (0..<below(5)).map { _ in make(&self) } }

  mutating func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) -> T {
    switch below(4) {
    case 0: one(of: [0, .min, .max, 1])
    case 1: T(truncatingIfNeeded: below(100))
    default: T(truncatingIfNeeded: next())
    }
  }

  mutating func float() -> Float {
    switch below(4) {
    case 0: one(of: [0, 0.1, -1.5, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 16_777_216, .infinity])
    case 1: Float(below(20_000) - 10_000) / 64
    default: Float.random(in: -1e6...1e6, using: &self)
    }
  }

  mutating func double() -> Double {
    switch below(4) {
    case 0: one(of: [0, 0.1, -1e-300, 1e300, .leastNonzeroMagnitude, 9_007_199_254_740_992, -.infinity])
    case 1: Double(below(2_000_000) - 1_000_000) / 4096
    default: Double.random(in: -1e12...1e12, using: &self)
    }
  }

  mutating func text() -> String {
    let words = ["", "plain", "Grüße", "日本語", "a\"b\\c/", "tab\tline\nend", "\u{1}\u{7F}", "🐌 and 🦊", "x"]
    return (0..<below(3)).reduce(into: one(of: words)) { text, _ in text += one(of: words) }
  }
}
