/// A vector of strings in place.
///
/// There is no `for … in` over views that cannot escape; use ``forEach(_:)`` or indices. Valid as
/// long as the record.
@frozen @safe
public struct StringVector: ~Escapable {
  // Sound for the reason given at `TableView`.
  @usableFromInline let start: UnsafeRawPointer
  /// The number of elements.
  public let count: Int

  /// - Parameter pointer: the count.
  @inlinable @inline(__always) @unsafe @_lifetime(copy scope)
  init(_unsafe pointer: UnsafeRawPointer, scope: Scope) {
    unsafe start = pointer + 4
    count = unsafe Int(pointer.loadUnaligned(as: UInt32.self))
  }

  /// The empty vector.
  @inlinable @_lifetime(immortal)
  public init() {
    unsafe start = EmptyTable.pointer
    count = 0
  }

  @inlinable
  public var isEmpty: Bool { count == 0 }

  @inlinable
  public var indices: Range<Int> { 0..<count }

  /// The element at `index`, which must be in ``indices``.
  @inlinable
  public subscript(index: Int) -> StringView {
    @_lifetime(copy self) @inline(__always)
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index outside the vector")
      let field = unsafe start + index &* 4
      let target = unsafe field + Int(field.loadUnaligned(as: UInt32.self))
      let scope = unsafe _overrideLifetime(Scope(_immortal: ()), copying: self)
      return unsafe StringView(_unsafe: target, scope: scope)
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
