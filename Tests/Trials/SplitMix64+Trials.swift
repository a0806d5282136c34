import SeededRandom

extension SplitMix64 {
  /// The numbers of one step of a trial, whatever was drawn in those before.
  init(seed: UInt64, step: Int) {
    var first = SplitMix64(seed: seed)
    self.init(seed: first.next() &+ UInt64(step) &* 0xD1B5_4A32_D192_ED03)
  }

  /// Whether something happens that does once in so many times.
  mutating func once(in count: UInt64) -> Bool { next(upperBound: count) == 0 }
}
