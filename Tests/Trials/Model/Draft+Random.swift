import SeededRandom

extension String {
  /// A short text, with what is hard in keys: zeros, several bytes, beginnings of each other.
  static func random(_ random: inout SplitMix64) -> String {
    let length = Int.random(in: 0...4, using: &random)
    return String(
      (0..<length).map { _ in ["a", "b", "é", "\0", "\u{FF}"].randomElement(using: &random) ?? "z" })
  }
}

extension Item.Draft {
  /// - Parameter id: given, so that it lies among those of the trial.
  static func random(id: UInt64, _ random: inout SplitMix64) -> Item.Draft {
    var item = Item.Draft(id: id)
    item.change(&random)
    return item
  }

  /// Changes anything but the key.
  mutating func change(_ random: inout SplitMix64) {
    // Mostly a code that nobody else has, so that most writes may end.
    switch UInt64.random(in: 0..<20, using: &random) {
    case 0: code = "c\(id ^ 1)"
    case 1: code = String.random(&random)
    case 2..<8: code = nil
    default: code = "c\(id)"
    }
    shelf = UInt32.random(in: 0..<9, using: &random)
    rank = Int32.random(in: -4...4, using: &random)
    let tagCount = Int.random(in: 0...3, using: &random)
    tags = random.once(in: 3) ? nil : (0..<tagCount).map { _ in String.random(&random) }
    // Some are larger than a page.
    let size =
      random.once(in: 40) ? Int.random(in: 0...9000, using: &random) : Int.random(in: 0...60, using: &random)
    let byte = UInt8.random(in: 0...255, using: &random)
    data = random.once(in: 4) ? nil : [UInt8](repeating: byte, count: size)
  }
}

extension Stop.Draft {
  static func random(_ random: inout SplitMix64) -> Stop.Draft {
    Stop.Draft(
      line: UInt16.random(in: 0..<12, using: &random), name: String.random(&random),
      minutes: Int32.random(in: -3...3, using: &random))
  }
}
