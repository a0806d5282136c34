/// The member of a union in place, of a kind that its tag tells.
///
/// Generated code reads it; a member of a schema that is newer than the code can be kept with ``UnknownMember``.
@frozen @safe
public struct UnionView: ~Escapable {
  // Sound for the reason given at `TableView`.
  @usableFromInline let pointer: UnsafeRawPointer
  /// The table with the union.
  @usableFromInline let owner: TableView

  @inlinable @inline(__always) @unsafe @_lifetime(copy owner)
  init(_unsafe pointer: UnsafeRawPointer, in owner: TableView) {
    unsafe self.pointer = pointer
    self.owner = owner
  }

  /// The member as a table of the type that was verified for its tag.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func table<T: ReadableTable & ~Escapable>(as type: T.Type) -> T {
    unsafe T(owner.nested(pointer))
  }

  /// The member as a table of a type that its tag tells, for code that knows its fields by name.
  @inlinable
  public var table: TableView {
    @_lifetime(copy self)
    get { unsafe owner.nested(pointer) }
  }

  /// The member as a struct of the type that was verified for its tag.
  @inlinable @inline(__always)
  public func structure<T: FlatValue>(as type: T.Type) -> T {
    unsafe T(InlineView(_unsafe: pointer, scope: owner.scope))
  }

  /// The member as a string, which was verified for its tag.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func string() -> StringView {
    unsafe StringView(_unsafe: pointer, scope: owner.scope)
  }
}
