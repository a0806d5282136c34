/// A vector of scalars, enums or structs in place.
///
/// There is no `for … in` over views that cannot escape; use ``forEach(_:)`` or indices. Valid as
/// long as the record.
@frozen @safe
public struct FlatVector<Element: FlatValue>: ~Escapable {
  @usableFromInline let elements: VectorElements

  /// - Parameter pointer: the count, of 4 bytes, or of 8 if `is64Bit`.
  @inlinable @inline(__always) @unsafe @_lifetime(copy scope)
  init(_unsafe pointer: UnsafeRawPointer, is64Bit: Bool = false, scope: Scope) {
    elements = unsafe VectorElements(_unsafe: pointer, is64Bit: is64Bit)
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
  public subscript(index: Int) -> Element {
    @inline(__always) get {
      let place = unsafe elements.place(index, stride: Element.byteCount)
      return unsafe Element(InlineView(_unsafe: place, scope: Scope(_immortal: ())))
    }
  }

  /// Calls `body` with each element in order.
  @inlinable
  public func forEach<E: Error>(_ body: (Element) throws(E) -> Void) throws(E) {
    for index in 0..<count { try body(self[index]) }
  }

  /// The bytes of all elements.
  @inlinable
  public var bytes: RawSpan {
    @_lifetime(copy self)
    get {
      let span = unsafe RawSpan(_unsafeStart: elements.start, byteCount: count * Element.byteCount)
      return unsafe _overrideLifetime(span, copying: self)
    }
  }

  /// A copy of the elements.
  @inlinable
  public var array: [Element] {
    var result: [Element] = []
    result.reserveCapacity(count)
    for index in 0..<count { result.append(self[index]) }
    return result
  }
}
