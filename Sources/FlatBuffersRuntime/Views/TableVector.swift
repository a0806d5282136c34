/// A vector of tables in place.
///
/// There is no `for … in` over views that cannot escape; use ``forEach(_:)`` or indices. Valid as
/// long as the record.
@frozen @safe
public struct TableVector<Element: ReadableTable & ~Escapable>: ~Escapable {
  @usableFromInline let elements: VectorElements
  /// The table with the vector.
  @usableFromInline let owner: TableView

  /// - Parameter pointer: the count.
  @inlinable @inline(__always) @unsafe @_lifetime(copy owner)
  init(_unsafe pointer: UnsafeRawPointer, in owner: TableView) {
    elements = unsafe VectorElements(_unsafe: pointer)
    self.owner = owner
  }

  /// The empty vector.
  @inlinable @_lifetime(immortal)
  public init() {
    elements = VectorElements()
    unsafe owner = TableView(_unsafe: EmptyTable.pointer, scope: Scope(_immortal: ()))
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
  public subscript(index: Int) -> Element {
    @_lifetime(copy self) @inline(__always)
    get {
      unsafe Element(owner.nested(elements.target(index)))
    }
  }

  /// Calls `body` with each element in order.
  @inlinable
  public func forEach<E: Error>(_ body: (Element) throws(E) -> Void) throws(E) {
    for index in 0..<count { try body(self[index]) }
  }
}

extension TableVector where Element: FlatTable & ~Escapable {
  /// A copy of the tables that may outlive the record.
  ///
  /// - Parameter keeper: keeps the members of unions that the schema does not know.
  public func drafts(_ keeper: inout RecordKeeper) -> [Element.Draft] {
    keeper.copier.copies(elements, in: owner)
  }

  /// A copy of the tables that may outlive the record.
  public var drafts: [Element.Draft] {
    DraftCopier().copies(elements, in: owner)
  }
}
