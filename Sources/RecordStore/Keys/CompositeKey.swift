/// A key of several values, one after the other: what the schema compiler makes of lists of fields.
///
/// Such keys are equal and sort as they are stored: by the first value, then the second, each in its order.
public protocol CompositeKey: StoreKey, Hashable, Comparable {}

extension CompositeKey {
  public static func == (left: Self, right: Self) -> Bool {
    let (left, right) = (left.encoded, right.encoded)
    return left.bytes.holdsSameBytes(as: right.bytes)
  }

  public static func < (left: Self, right: Self) -> Bool {
    let (left, right) = (left.encoded, right.encoded)
    return left.bytes.precedes(right.bytes)
  }

  public func hash(into hasher: inout Hasher) {
    let encoded = encoded
    hasher.combine([UInt8](encoded.bytes))
  }
}
