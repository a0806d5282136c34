/// A vector of tables in place.
///
/// There is no `for … in` over views that cannot escape; use ``forEach(_:)`` or indices. Valid as
/// long as the record.
@frozen @safe
public struct TableVector<Element: FlatTable & ~Escapable>: ~Escapable {
  // Sound for the reason given at `TableView`.
  @usableFromInline let start: UnsafeRawPointer
  /// The number of elements.
  public let count: Int
  /// The table with the vector.
  @usableFromInline let owner: TableView

  /// - Parameter pointer: the count.
  @inlinable @inline(__always) @unsafe @_lifetime(copy owner)
  init(_unsafe pointer: UnsafeRawPointer, in owner: TableView) {
    unsafe start = pointer + 4
    count = unsafe Int(pointer.loadUnaligned(as: UInt32.self))
    self.owner = owner
  }

  /// The empty vector.
  @inlinable @_lifetime(immortal)
  public init() {
    unsafe start = EmptyTable.pointer
    count = 0
    unsafe owner = TableView(_unsafe: EmptyTable.pointer, scope: Scope(_immortal: ()))
  }

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
      let field = unsafe start + index &* 4
      return unsafe Element(owner.nested(field + Int(field.loadUnaligned(as: UInt32.self))))
    }
  }

  /// Calls `body` with each element in order.
  @inlinable
  public func forEach<E: Error>(_ body: (Element) throws(E) -> Void) throws(E) {
    for index in 0..<count { try body(self[index]) }
  }

  /// A copy of the tables that may outlive the record.
  ///
  /// - Parameter keeper: keeps the members of unions that the schema does not know.
  public func drafts(_ keeper: inout RecordKeeper) -> [Element.Draft] {
    var result: [Element.Draft] = []
    result.reserveCapacity(count)
    for index in 0..<count { result.append(self[index].draft(&keeper)) }
    return result
  }

  /// A copy of the tables that may outlive the record.
  public var drafts: [Element.Draft] {
    var keeper = RecordKeeper()
    return drafts(&keeper)
  }
}
