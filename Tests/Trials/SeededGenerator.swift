/// A generator that gives the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The numbers of one step of a trial, whatever was drawn in those before.
  init(seed: UInt64, step: Int) {
    self.init(seed: seed)
    state = next() &+ UInt64(step) &* 0xD1B5_4A32_D192_ED03
  }

  /// SplitMix64 (Steele, Lea and Flood 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Whether something happens that does once in so many times.
  mutating func once(in count: UInt64) -> Bool { next(upperBound: count) == 0 }
}
