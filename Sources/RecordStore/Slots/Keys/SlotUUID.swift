/// A UUID as zLMDB keeps it: the name of a table, or part of a key in 16 bytes.
public struct SlotUUID: Sendable, Hashable {
  let high: UInt64
  let low: UInt64

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// What zLMDB stores where there is none.
  public static var zero: SlotUUID { SlotUUID(high: 0, low: 0) }

  /// - Parameter bytes: 16 bytes, in the order of the text; `nil` for any other number.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    func number(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    self.init(high: number(bytes.prefix(8)), low: number(bytes.dropFirst(8)))
  }

  /// - Parameter text: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    guard let bytes = KeyText.uuid(text) else { return nil }
    self.init(bytes: bytes)
  }

  /// The 16 bytes, in the order of the text.
  public var bytes: [UInt8] {
    [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
  }
}

extension SlotUUID: CustomStringConvertible {
  /// 32 digits in lower case, in groups.
  public var description: String {
    var text = ""
    for (place, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(place) { text += "-" }
      text += Hexadecimal.text([byte])
    }
    return text
  }
}

extension SlotUUID: ExpressibleByStringLiteral {
  /// - Precondition: the literal is a UUID.
  public init(stringLiteral text: String) {
    guard let value = SlotUUID(text) else { preconditionFailure("\(text) is not a UUID") }
    self = value
  }
}
