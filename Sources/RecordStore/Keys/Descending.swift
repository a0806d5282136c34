/// A key that sorts the other way round: of an index in descending order, and for keys written by hand.
///
///     try txn.rows(by: .notesByTime, .after(Descending(now)))  // the older ones, newest first
@frozen
public struct Descending<Value: StoreKey>: StoreKey {
  /// The value itself.
  public var value: Value

  @inlinable
  public init(_ value: Value) { self.value = value }

  @inlinable
  public func encode(into encoder: inout KeyEncoder) { encoder.append(value, order: .descending) }

  @inlinable
  public init?(from decoder: inout KeyDecoder) {
    guard let value = decoder.key(Value.self, order: .descending) else { return nil }
    self.value = value
  }
}

extension Descending: Equatable where Value: Equatable {}
extension Descending: Hashable where Value: Hashable {}
extension Descending: Comparable where Value: Comparable {
  @inlinable
  public static func < (left: Descending, right: Descending) -> Bool { right.value < left.value }
}
