extension TableView {
  /// A scalar, enum or struct stored in the table, or `fallback` if the field is absent.
  @inlinable @inline(__always)
  public func value<T: FlatValue>(_ slot: Int, default fallback: @autoclosure () -> T) -> T {
    let offset = offset(slot)
    return offset == 0 ? fallback() : unsafe T(InlineView(_unsafe: pointer + offset, scope: scope))
  }

  /// A scalar, enum or struct stored in the table, or `nil` if the field is absent.
  @inlinable @inline(__always)
  public func value<T: FlatValue>(_ slot: Int) -> T? {
    let offset = offset(slot)
    return offset == 0 ? nil : unsafe T(InlineView(_unsafe: pointer + offset, scope: scope))
  }

  /// A string, or `nil` if the field is absent.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func string(_ slot: Int) -> StringView? {
    guard let target = unsafe target(slot) else { return nil }
    return unsafe StringView(_unsafe: target, scope: scope)
  }

  /// A string, or the schema's default if the field is absent.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func string(_ slot: Int, default fallback: StaticString) -> StringView {
    guard let target = unsafe target(slot) else { return StringView(fallback) }
    return unsafe StringView(_unsafe: target, scope: scope)
  }

  /// A string the schema requires; empty if unverified bytes lack it.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func requiredString(_ slot: Int) -> StringView {
    guard let target = unsafe target(slot) else { return StringView() }
    return unsafe StringView(_unsafe: target, scope: scope)
  }

  /// A nested table, or `nil` if the field is absent.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func table<T: ReadableTable & ~Escapable>(_ slot: Int, as type: T.Type) -> T? {
    guard let target = unsafe target(slot) else { return nil }
    return unsafe T(nested(target))
  }

  /// A nested table the schema requires.
  ///
  /// Verified bytes always hold it. In bytes that were never verified an absent one reads as a table
  /// without fields.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func requiredTable<T: ReadableTable & ~Escapable>(_ slot: Int, as type: T.Type) -> T {
    guard let target = unsafe target(slot) else {
      return unsafe T(TableView(_unsafe: EmptyTable.pointer, scope: scope))
    }
    return unsafe T(nested(target))
  }

  /// A vector of scalars, enums or structs, or `nil` if the field is absent.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func vector<T: FlatValue>(_ slot: Int, of type: T.Type) -> FlatVector<T>? {
    guard let target = unsafe target(slot) else { return nil }
    return unsafe FlatVector(_unsafe: target, scope: scope)
  }

  /// A vector of scalars, enums or structs the schema requires; empty if unverified bytes lack it.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func requiredVector<T: FlatValue>(_ slot: Int, of type: T.Type) -> FlatVector<T> {
    guard let target = unsafe target(slot) else { return FlatVector() }
    return unsafe FlatVector(_unsafe: target, scope: scope)
  }

  /// A vector of strings, or `nil` if the field is absent.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func strings(_ slot: Int) -> StringVector? {
    guard let target = unsafe target(slot) else { return nil }
    return unsafe StringVector(_unsafe: target, scope: scope)
  }

  /// A vector of strings the schema requires; empty if unverified bytes lack it.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func requiredStrings(_ slot: Int) -> StringVector {
    guard let target = unsafe target(slot) else { return StringVector() }
    return unsafe StringVector(_unsafe: target, scope: scope)
  }

  /// A vector of tables, or `nil` if the field is absent.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func tables<T: ReadableTable & ~Escapable>(_ slot: Int, of type: T.Type) -> TableVector<T>? {
    guard let target = unsafe target(slot) else { return nil }
    return unsafe TableVector(_unsafe: target, in: self)
  }

  /// A vector of tables the schema requires; empty if unverified bytes lack it.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func requiredTables<T: ReadableTable & ~Escapable>(_ slot: Int, of type: T.Type) -> TableVector<T> {
    guard let target = unsafe target(slot) else { return TableVector() }
    return unsafe TableVector(_unsafe: target, in: self)
  }

  /// The member of a union, or `nil` if there is none.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func union(_ slot: Int) -> UnionView? {
    guard let target = unsafe target(slot) else { return nil }
    return unsafe UnionView(_unsafe: target, in: self)
  }

  /// The member of a union the schema requires.
  ///
  /// Verified bytes always hold it. In bytes that were never verified an absent one reads as a table without
  /// fields.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func requiredUnion(_ slot: Int) -> UnionView {
    unsafe UnionView(_unsafe: target(slot) ?? EmptyTable.pointer, in: self)
  }

  /// A vector of unions, or `nil` if the field is absent.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func unions<T: ReadableUnion & ~Escapable>(_ slot: Int, tags: Int, of type: T.Type) -> UnionVector<
    T
  >? {
    guard let members = unsafe target(slot), let tags = unsafe target(tags) else { return nil }
    return unsafe UnionVector(_unsafe: tags, members, in: self)
  }

  /// A vector of unions the schema requires; empty if unverified bytes lack it.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func requiredUnions<T: ReadableUnion & ~Escapable>(
    _ slot: Int, tags: Int, of type: T.Type
  ) -> UnionVector<T> {
    guard let members = unsafe target(slot), let tags = unsafe target(tags) else { return UnionVector() }
    return unsafe UnionVector(_unsafe: tags, members, in: self)
  }

  /// The root of a FlatBuffer in a vector of bytes, or `nil` if the field is absent or empty.
  @inlinable @inline(__always) @_lifetime(copy self)
  public func nestedRoot<T: ReadableTable & ~Escapable>(
    _ slot: Int, as type: T.Type, width: VectorWidth = .standard
  ) -> T? {
    guard let bytes = buffer(slot, width), bytes.byteCount > 0 else { return nil }
    return unsafe T(TableView(unverifiedRoot: bytes))
  }

  /// The root of a FlexBuffer in a vector of bytes, or `nil` if the field is absent or empty.
  @inlinable @_lifetime(copy self)
  public func flexRoot(_ slot: Int, width: VectorWidth = .standard) -> FlexView? {
    guard let bytes = buffer(slot, width) else { return nil }
    return FlexView(root: bytes)
  }

  /// The bytes of a buffer within the buffer.
  @inlinable @inline(__always) @_lifetime(copy self)
  func buffer(_ slot: Int, _ width: VectorWidth) -> RawSpan? {
    let vector =
      switch width {
      case .standard: vector(slot, of: UInt8.self)
      case .offset64: vector64(slot, of: UInt8.self, is64Bit: false)
      case .vector64: vector64(slot, of: UInt8.self, is64Bit: true)
      }
    return vector?.bytes
  }
}
