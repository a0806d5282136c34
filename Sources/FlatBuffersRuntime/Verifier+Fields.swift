// What generated code calls for each field. The name is the field's, for the path of an error. All of it is
// mutating so that the verifier is never copied: a copy right after a count was changed stalls the processor.
extension Verifier {
  /// Checks a scalar, enum or struct.
  @inlinable
  public mutating func value<T: FlatValue>(
    _ type: T.Type, _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    do { try check(position, size: T.byteCount, alignment: T.alignment) } catch { throw error.inside(name) }
  }

  /// Checks a string.
  @inlinable
  public mutating func string(
    _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    do { try checkString(try follow(position)) } catch { throw error.inside(name) }
  }

  /// Checks a vector of scalars, enums or structs.
  @inlinable
  public mutating func vector<T: FlatValue>(
    of type: T.Type, _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    do {
      _ = try elements(try follow(position), size: T.byteCount, alignment: T.spanAlignment)
    } catch {
      throw error.inside(name)
    }
  }

  /// Checks a nested table.
  @inlinable
  public mutating func table<T: FlatTable & ~Escapable>(
    _ type: T.Type, _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    try self.table(type, name, at: position)
  }

  /// Checks the table that the offset at `position` refers to.
  @inlinable
  public mutating func table<T: FlatTable & ~Escapable>(
    _ type: T.Type, _ name: StaticString, at position: Int
  ) throws(VerificationError) {
    do { try nested(type, try follow(position)) } catch { throw error.inside(name) }
  }

  /// Checks a vector of strings.
  @inlinable
  public mutating func strings(
    _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    var index = -1
    do {
      let (start, count) = try elements(try follow(position), size: 4, alignment: 4)
      index = 0
      while index < count {
        try checkString(try follow(start &+ index &* 4))
        index &+= 1
      }
    } catch {
      throw error.inside(name, element: index)
    }
  }

  /// Checks a vector of tables.
  @inlinable
  public mutating func tables<T: FlatTable & ~Escapable>(
    of type: T.Type, _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    var index = -1
    do {
      let (start, count) = try elements(try follow(position), size: 4, alignment: 4)
      index = 0
      while index < count {
        try nested(type, try follow(start &+ index &* 4))
        index &+= 1
      }
    } catch {
      throw error.inside(name, element: index)
    }
  }

  @inlinable @inline(__always)
  func present(
    _ name: StaticString, _ table: Table, _ slot: Int, required: Bool
  ) throws(VerificationError) -> Int? {
    if let position = field(table, slot) { return position }
    if required { throw VerificationError.missing(name) }
    return nil
  }

  @inlinable
  mutating func nested<T: FlatTable & ~Escapable>(
    _ type: T.Type, _ position: Int
  ) throws(VerificationError) {
    depthLeft &-= 1
    if depthLeft <= 0 { throw VerificationError.tooDeep(options.maxDepth) }
    try T.verify(try enter(position), with: &self)
    depthLeft &+= 1
  }
}
