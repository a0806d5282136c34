// What generated code calls for each field. The name is the field's, for the path of an error. All of it is
// mutating so that the verifier is never copied: a copy right after a count was changed stalls the processor.
// Only what absent fields and scalars need is inlined: generated code is compiled anew by every client.
extension Verifier {
  /// Checks a scalar, enum or struct.
  @inlinable
  public mutating func value<T: FlatValue>(
    _ type: T.Type, _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    if !fits(position, size: T.byteCount, alignment: T.alignment) {
      throw VerificationError.misplaced(
        position, size: T.byteCount, alignment: T.alignment, count: count, name: name)
    }
  }

  /// Checks a string.
  @inlinable
  public mutating func string(
    _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    try string(name, at: position)
  }

  /// Checks a vector of scalars, enums or structs.
  @inlinable
  public mutating func vector<T: FlatValue>(
    of type: T.Type, _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    try vector(name, at: position, size: T.byteCount, alignment: T.spanAlignment)
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
    do { try nested(type, at: position) } catch { throw error.inside(name) }
  }

  /// Checks a vector of strings.
  @inlinable
  public mutating func strings(
    _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    try strings(name, at: position)
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
        try nested(type, at: start &+ index &* 4)
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

  /// Checks the table that the offset at `position` refers to.
  @inlinable
  mutating func nested<T: FlatTable & ~Escapable>(
    _ type: T.Type, at position: Int
  ) throws(VerificationError) {
    try T.verify(try descend(position), with: &self)
    depthLeft &+= 1
  }

  /// Checks the table at `position`.
  @inlinable
  mutating func nested<T: FlatTable & ~Escapable>(
    _ type: T.Type, _ position: Int
  ) throws(VerificationError) {
    try T.verify(try descend(into: position), with: &self)
    depthLeft &+= 1
  }
}

// The parts that are not inlined. `position` is that of the field.
extension Verifier {
  @usableFromInline @inline(never)
  mutating func string(_ name: StaticString, at position: Int) throws(VerificationError) {
    do { try checkString(try follow(position)) } catch { throw error.inside(name) }
  }

  @usableFromInline @inline(never)
  mutating func vector(
    _ name: StaticString, at position: Int, size: Int, alignment: Int
  ) throws(VerificationError) {
    do {
      let target = try follow(position)
      try check(target, size: 4, alignment: 4)
      let count = Int(load(target, as: UInt32.self))
      // Other builders align an empty vector for its count only.
      try check(target &+ 4, size: count &* size, alignment: count == 0 ? 1 : alignment)
      expanded(count &* size)
    } catch {
      throw error.inside(name)
    }
  }

  @usableFromInline @inline(never)
  mutating func strings(_ name: StaticString, at position: Int) throws(VerificationError) {
    var index = -1
    do {
      let (start, count) = try elements(try follow(position), size: 4, alignment: 4)
      try spend(count)
      index = 0
      while index < count {
        try checkString(try follow(start &+ index &* 4))
        try spend(0)
        index &+= 1
      }
    } catch {
      throw error.inside(name, element: index)
    }
  }

  /// Counts the strings or unions of a vector; tables are counted by themselves.
  @usableFromInline
  mutating func spend(_ elements: Int) throws(VerificationError) {
    elementsLeft &-= elements
    if elementsLeft < 0 { throw VerificationError(.tooManyElements) }
  }

  @usableFromInline @inline(never)
  mutating func descend(_ position: Int) throws(VerificationError) -> Table {
    try descend(into: try follow(position))
  }

  @usableFromInline
  mutating func descend(into position: Int) throws(VerificationError) -> Table {
    depthLeft &-= 1
    if depthLeft <= 0 { throw VerificationError.tooDeep(options.maxDepth) }
    return try enter(position)
  }
}
