/// A vector of strings in place.
///
/// There is no `for … in` over views that cannot escape; use ``forEach(_:)`` or indices. Valid as
/// long as the record.
@frozen @safe
public struct StringVector: ~Escapable {
  @usableFromInline let elements: VectorElements

  /// - Parameter pointer: the count.
  @inlinable @inline(__always) @unsafe @_lifetime(copy scope)
  init(_unsafe pointer: UnsafeRawPointer, scope: Scope) {
    elements = unsafe VectorElements(_unsafe: pointer)
  }

  /// The empty vector.
  @inlinable @_lifetime(immortal)
  public init() {
    elements = VectorElements()
  }

  /// The number of elements.
  @inlinable
  public var count: Int { @inline(__always) get { elements.count } }

  @inlinable
  public var isEmpty: Bool { count == 0 }

  @inlinable
  public var indices: Range<Int> { 0..<count }

  /// The element at `index`, which must be in ``indices``.
  @inlinable
  public subscript(index: Int) -> StringView {
    @_lifetime(copy self) @inline(__always)
    get {
      let scope = unsafe _overrideLifetime(Scope(_immortal: ()), copying: self)
      return unsafe StringView(_unsafe: elements.target(index), scope: scope)
    }
  }

  /// Calls `body` with each element in order.
  @inlinable
  public func forEach<E: Error>(_ body: (StringView) throws(E) -> Void) throws(E) {
    for index in 0..<count { try body(self[index]) }
  }

  /// A copy of the strings.
  public var array: [String] {
    var result: [String] = []
    result.reserveCapacity(count)
    forEach { result.append($0.description) }
    return result
  }
}
