/// A vector of tables in place.
///
/// There is no `for … in` over views that cannot escape; use ``forEach(_:)`` or indices. Valid as
/// long as the record.
@frozen @safe
public struct TableVector<Element: FlatTable & ~Escapable>: ~Escapable {
  // Points at the count. Sound for the reason given at `TableView`.
  @usableFromInline let pointer: UnsafeRawPointer

  @inlinable @inline(__always) @unsafe @_lifetime(copy scope)
  init(_unsafe pointer: UnsafeRawPointer, scope: Scope) {
    unsafe self.pointer = pointer
  }

  /// The empty vector.
  @inlinable @_lifetime(immortal)
  public init() {
    unsafe pointer = EmptyTable.zeros
  }

  /// The number of elements.
  @inlinable
  public var count: Int { unsafe Int(pointer.loadUnaligned(as: UInt32.self)) }

  @inlinable
  public var isEmpty: Bool { count == 0 }

  @inlinable
  public var indices: Range<Int> { 0..<count }

  /// The element at `index`, which must be in ``indices``.
  @inlinable
  public subscript(index: Int) -> Element {
    @_lifetime(copy self) @inline(__always)
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index outside the vector")
      let field = unsafe pointer + (4 &+ index &* 4)
      let target = unsafe field + Int(field.loadUnaligned(as: UInt32.self))
      let scope = unsafe _overrideLifetime(Scope(_immortal: ()), copying: self)
      return unsafe Element(TableView(_unsafe: target, scope: scope))
    }
  }

  /// Calls `body` with each element in order.
  @inlinable
  public func forEach<E: Error>(_ body: (Element) throws(E) -> Void) throws(E) {
    for index in 0..<count { try body(self[index]) }
  }

  /// A copy of the tables that may outlive the record.
  public var drafts: [Element.Draft] {
    var result: [Element.Draft] = []
    result.reserveCapacity(count)
    forEach { result.append($0.draft) }
    return result
  }
}
