/// The keys between two bounds.
///
/// Swift's ranges of keys are accepted wherever this is: `1...100`, `1..<100`, `1...`, `...100`,
/// `..<100`; ``all``, ``only(_:)``, ``after(_:)`` and ``before(_:)`` say the rest, at a call without naming the
/// type: `txn.rows(.users, .after(7))`.
public struct KeyRange<Key: StoreKey>: Sendable {
  /// Where a range begins or ends.
  public enum Bound: Sendable {
    case none
    case including(Key)
    case excluding(Key)
    /// The first or the last of the keys that begin with some values.
    case beginning(KeyPrefix<Key>)
  }

  public var lower: Bound
  public var upper: Bound

  public init(lower: Bound = .none, upper: Bound = .none) {
    self.lower = lower
    self.upper = upper
  }

  /// All keys.
  public static var all: KeyRange { KeyRange() }

  /// One key.
  public static func only(_ key: Key) -> KeyRange { KeyRange(lower: .including(key), upper: .including(key)) }

  /// All keys greater than `key`: what follows a page that ended with it.
  public static func after(_ key: Key) -> KeyRange { KeyRange(lower: .excluding(key)) }

  /// All keys less than `key`.
  public static func before(_ key: Key) -> KeyRange { KeyRange(upper: .excluding(key)) }
}

/// A way to write a ``KeyRange``.
public protocol KeyRangeExpression<Key> {
  associatedtype Key: StoreKey
  /// The range that is meant.
  var keyRange: KeyRange<Key> { get }
}

extension KeyRange: KeyRangeExpression {
  public var keyRange: KeyRange<Key> { self }
}

extension ClosedRange: KeyRangeExpression where Bound: StoreKey {
  public var keyRange: KeyRange<Bound> {
    KeyRange(lower: .including(lowerBound), upper: .including(upperBound))
  }
}

extension Range: KeyRangeExpression where Bound: StoreKey {
  public var keyRange: KeyRange<Bound> {
    KeyRange(lower: .including(lowerBound), upper: .excluding(upperBound))
  }
}

extension PartialRangeFrom: KeyRangeExpression where Bound: StoreKey {
  public var keyRange: KeyRange<Bound> { KeyRange(lower: .including(lowerBound)) }
}

extension PartialRangeThrough: KeyRangeExpression where Bound: StoreKey {
  public var keyRange: KeyRange<Bound> { KeyRange(upper: .including(upperBound)) }
}

extension PartialRangeUpTo: KeyRangeExpression where Bound: StoreKey {
  public var keyRange: KeyRange<Bound> { KeyRange(upper: .excluding(upperBound)) }
}

/// The direction of a walk through keys.
public enum KeyOrder: Sendable {
  case ascending
  case descending
}
