/// A vector of unions in place.
///
/// There is no `for … in` over views that cannot escape; use ``forEach(_:)`` or indices. Valid as
/// long as the record.
@frozen @safe
public struct UnionVector<Element: ReadableUnion & ~Escapable>: ~Escapable {
  @usableFromInline let elements: UnionElements<Element.RawTag>
  /// The table with the vector.
  @usableFromInline let owner: TableView

  /// - Parameters:
  ///   - tags: the count of the tags.
  ///   - members: the count of the members.
  @inlinable @inline(__always) @unsafe @_lifetime(copy owner)
  init(_unsafe tags: UnsafeRawPointer, _ members: UnsafeRawPointer, in owner: TableView) {
    elements = unsafe UnionElements(_unsafe: tags, members)
    self.owner = owner
  }

  /// The empty vector.
  @inlinable @_lifetime(immortal)
  public init() {
    elements = UnionElements()
    unsafe owner = TableView(_unsafe: EmptyTable.pointer, scope: Scope(_immortal: ()))
  }

  /// The number of elements.
  @inlinable
  public var count: Int { elements.count }

  @inlinable
  public var isEmpty: Bool { count == 0 }

  @inlinable
  public var indices: Range<Int> { 0..<count }

  /// The tag of the element at `index`, which must be in ``indices``; 0 if there is no member.
  @inlinable
  public func tag(at index: Int) -> Element.RawTag { elements.tag(index) }

  /// The element at `index`, which must be in ``indices``; `nil` if there is no member.
  @inlinable
  public subscript(index: Int) -> Element? {
    @_lifetime(copy self)
    get {
      guard let target = unsafe elements.target(index) else { return nil }
      return unsafe Element(tag: tag(at: index), UnionView(_unsafe: target, in: owner))
    }
  }

  /// Calls `body` with each element in order, `nil` for those without a member.
  @inlinable
  public func forEach<E: Error>(_ body: (borrowing Element?) throws(E) -> Void) throws(E) {
    for index in 0..<count { try body(self[index]) }
  }
}

extension UnionVector where Element: FlatUnion & ~Escapable {
  /// A copy of the members that may outlive the record, `nil` where there is none.
  ///
  /// - Parameter keeper: keeps the members that the schema does not know.
  public func drafts(_ keeper: inout RecordKeeper) -> [Element.Draft?] {
    keeper.copier.copies(elements, in: owner)
  }

  /// A copy of the members that may outlive the record, `nil` where there is none.
  public var drafts: [Element.Draft?] {
    DraftCopier().copies(elements, in: owner)
  }
}
