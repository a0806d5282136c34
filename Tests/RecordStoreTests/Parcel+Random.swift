import FlatBuffersRuntime
import SeededRandom

extension Parcel.Draft {
  /// A parcel with any values, the hard ones more often than others.
  static func random(using random: inout SplitMix64) -> Parcel.Draft {
    func text() -> String {
      let length = Int.random(in: 0..<12, using: &random)
      return String((0..<length).map { _ in "aé\0z\"\\, ".randomElement(using: &random) ?? "a" })
    }
    func bytes(_ count: Int) -> [UInt8] {
      (0..<count).map { _ in [0, 1, 0xFF].randomElement(using: &random) ?? 7 }
    }
    func place() -> ParcelPlace {
      ParcelPlace(
        x: Float(bitPattern: UInt32(truncatingIfNeeded: random.next())), y: Double(bitPattern: random.next()))
    }
    func grade() -> ParcelGrade { ParcelGrade(rawValue: Int16.random(in: -2...2, using: &random)) }
    func some(_ count: Int = 4) -> Range<Int> { 0..<Int.random(in: 0..<count, using: &random) }
    func maybe() -> Bool { Bool.random(using: &random) }
    let box = ParcelBox(
      low: place(), high: place(), grade: grade(),
      weights: FixedArray([UInt16.random(in: 0...9, using: &random), 7]) ?? FixedArray(repeating: 0))
    return Parcel.Draft(
      depot: UInt32.random(in: 0...3, using: &random), label: text(),
      sent: Int64.random(in: -3...3, using: &random), grade: grade(),
      rights: ParcelRights(rawValue: UInt8.random(in: 0...3, using: &random)),
      owner: maybe() ? OwnerID(bytes: FixedArray(bytes(16)) ?? FixedArray(repeating: 1)) : nil,
      digest: ParcelHash(bytes: FixedArray(bytes(20)) ?? FixedArray(repeating: 1)),
      weight: maybe() ? 1.5 : Float.random(in: -1...1, using: &random),
      ratio: maybe() ? nil : Double(bitPattern: random.next()), payload: maybe() ? nil : bytes(some(9).count),
      sealed: maybe(), box: maybe() ? box : nil, name: maybe() ? "none" : text(),
      encoder: maybe() ? text() : nil,
      class: UInt8.random(in: 0...2, using: &random), tags: maybe() ? some(6).map { _ in text() } : nil,
      grades: some().map { _ in grade() }, corners: maybe() ? some().map { _ in place() } : nil,
      counts: maybe() ? some().map { _ in UInt64.random(in: 0...2, using: &random) } : nil)
  }
}
