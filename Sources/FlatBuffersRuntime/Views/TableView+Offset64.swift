// Fields with 64-bit offsets. In a buffer, whose size is below 2 GiB, they differ in nothing but their encoding.
extension TableView {
  /// What the 64-bit offset field of a slot refers to.
  @inlinable
  func target64(_ slot: Int) -> UnsafeRawPointer? {
    let offset = offset(slot)
    guard offset != 0 else { return nil }
    let field = unsafe pointer + offset
    return unsafe field + Int(truncatingIfNeeded: field.loadUnaligned(as: UInt64.self))
  }

  /// A string behind a 64-bit offset, or `nil` if the field is absent.
  @inlinable @_lifetime(copy self)
  public func string64(_ slot: Int) -> StringView? {
    guard let target = unsafe target64(slot) else { return nil }
    return unsafe StringView(_unsafe: target, scope: scope)
  }

  /// A string behind a 64-bit offset, or the schema's default if the field is absent.
  @inlinable @_lifetime(copy self)
  public func string64(_ slot: Int, default fallback: StaticString) -> StringView {
    guard let target = unsafe target64(slot) else { return StringView(fallback) }
    return unsafe StringView(_unsafe: target, scope: scope)
  }

  /// A vector behind a 64-bit offset that the schema requires; empty if the field is absent.
  ///
  /// - Parameter is64Bit: whether its count has 64 bits, too.
  @inlinable @_lifetime(copy self)
  public func requiredVector64<T: FlatValue>(
    _ slot: Int, of type: T.Type, is64Bit: Bool
  ) -> FlatVector<T> {
    guard let target = unsafe target64(slot) else { return FlatVector() }
    return unsafe FlatVector(_unsafe: target, is64Bit: is64Bit, scope: scope)
  }

  /// A vector behind a 64-bit offset, or `nil` if the field is absent.
  ///
  /// - Parameter is64Bit: whether its count has 64 bits, too.
  @inlinable @_lifetime(copy self)
  public func vector64<T: FlatValue>(_ slot: Int, of type: T.Type, is64Bit: Bool) -> FlatVector<T>? {
    guard let target = unsafe target64(slot) else { return nil }
    return unsafe FlatVector(_unsafe: target, is64Bit: is64Bit, scope: scope)
  }
}
