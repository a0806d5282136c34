internal import SharedBytes

/// The tags that pass. All others are refused: a reader that gives one a meaning may refuse its content.
enum CBORTag {
  /// Text: a time as in RFC 3339.
  static let time: UInt64 = 0
  /// Seconds since the epoch.
  static let epoch: UInt64 = 1
  /// Binary data: the bytes of an integer of any size.
  static let bignum: UInt64 = 2
  static let negativeBignum: UInt64 = 3
  /// A list of exponent and mantissa, both integers.
  static let decimal: UInt64 = 4
  static let bigfloat: UInt64 = 5
  /// 16 bytes.
  static let uuid: UInt64 = 37
  /// A list.
  static let set: UInt64 = 258
  /// Anything: says that CBOR follows.
  static let selfDescribed: UInt64 = 55799

  /// Seconds from the year 1 to the year 9999.
  static let epochRange = -62_135_596_800.0...253_402_300_799.0
  /// What a decimal's exponent may be.
  static let exponentRange: ClosedRange<Int64> = -100_000...100_000
}

extension CBORReader {
  mutating func checkTag(
    _ tag: UInt64, at start: Int, _ judge: inout ItemJudge, depth: Int
  ) throws(ItemFault) {
    let content = self
    try checkItem(&judge, depth: depth)
    guard content.fits(tag) else {
      throw refusal("tag \(tag) is not known, or its content is of another kind", at: start)
    }
  }

  /// Whether the next item, which was checked, is what a tag says.
  private func fits(_ tag: UInt64) -> Bool {
    var items = self
    var budget = ValueBudget(count: 4)
    switch tag {
    case CBORTag.selfDescribed: return true
    case CBORTag.bignum, CBORTag.negativeBignum: return nextMajor == .bytes
    case CBORTag.set: return nextMajor == .array
    case CBORTag.uuid: return nextMajor == .bytes && (try? items.readBytes(""))?.count == 16
    case CBORTag.time: return nextMajor == .text && (try? items.readString("")).map(RFC3339.isTime) ?? false
    case CBORTag.epoch:
      guard nextMajor != .tag, let seconds = (try? items.readValue(&budget))?.doubleValue else {
        return false
      }
      return CBORTag.epochRange.contains(seconds)
    case CBORTag.decimal, CBORTag.bigfloat:
      guard nextMajor == .array, var count = try? items.beginList(""),
        (try? items.next(&count)) == true, items.nextMajor != .tag,
        let exponent = (try? items.readValue(&budget))?.intValue,
        CBORTag.exponentRange.contains(exponent), (try? items.next(&count)) == true, items.isInteger,
        (try? items.skipItem()) != nil, (try? items.next(&count)) == false
      else { return false }
      return true
    default: return false
    }
  }

  /// Whether the next item is an integer, of any size.
  private var isInteger: Bool {
    guard let head = try? head(at: offset) else { return false }
    switch head.major {
    case .unsigned, .negative: return true
    case .tag:
      return (head.argument == CBORTag.bignum || head.argument == CBORTag.negativeBignum)
        && (try? self.head(at: head.end))?.major == .bytes
    default: return false
    }
  }
}
