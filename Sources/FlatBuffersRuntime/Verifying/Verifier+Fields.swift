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
      try refuse(name, at: position, size: T.byteCount, alignment: T.alignment)
    }
  }

  /// Checks a string.
  @inlinable
  public mutating func string(
    _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    do { try string(from: position) } catch { throw error.inside(name) }
  }

  /// Checks a vector of scalars, enums or structs.
  @inlinable
  public mutating func vector<T: FlatValue>(
    of type: T.Type, _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    do throws(VerificationError) {
      try vector(from: position, size: T.byteCount, alignment: T.spanAlignment)
    } catch {
      throw error.inside(name)
    }
  }

  /// Checks a nested table.
  @inlinable
  public mutating func table<T: ReadableTable & ~Escapable>(
    _ type: T.Type, _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    try self.table(type, name, at: position)
  }

  /// Checks the table that the offset at `position` refers to.
  @inlinable
  public mutating func table<T: ReadableTable & ~Escapable>(
    _ type: T.Type, _ name: StaticString, at position: Int
  ) throws(VerificationError) {
    do throws(VerificationError) {
      try descend()
      try T.verify(try self.table(from: position), with: &self)
      depthLeft &+= 1
    } catch {
      throw error.inside(name)
    }
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
  public mutating func tables<T: ReadableTable & ~Escapable>(
    of type: T.Type, _ name: StaticString, _ table: Table, _ slot: Int, required: Bool = false
  ) throws(VerificationError) {
    guard let position = try present(name, table, slot, required: required) else { return }
    var index = -1
    do throws(VerificationError) {
      let (start, count) = try elements(try follow(position), size: 4, alignment: 4)
      if count == 0 { return }
      index = 0
      try descend()
      while index < count {
        try T.verify(try self.table(from: start &+ index &* 4), with: &self)
        index &+= 1
      }
      depthLeft &+= 1
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

  /// Goes a level deeper, if there is one left.
  @inlinable @inline(__always)
  mutating func descend() throws(VerificationError) {
    depthLeft &-= 1
    if depthLeft <= 0 { throw VerificationError.tooDeep(options.maxDepth) }
  }
}

// The parts that are not inlined. `position` is that of an offset.
extension Verifier {
  @usableFromInline @inline(never)
  mutating func string(from position: Int) throws(VerificationError) {
    guard let target = uncheckedTarget(of: position), isString(at: target) else {
      try refuseString(from: position)
    }
  }

  @usableFromInline @inline(never)
  mutating func vector(from position: Int, size: Int, alignment: Int) throws(VerificationError) {
    guard let target = uncheckedTarget(of: position),
      vector(at: target, size: size, alignment: alignment) != nil
    else { try refuseVector(from: position, size: size, alignment: alignment) }
  }

  @usableFromInline @inline(never)
  mutating func table(from position: Int) throws(VerificationError) -> Table {
    guard let target = uncheckedTarget(of: position), let table = header(at: target) else {
      try refuseTable(from: position)
    }
    return table
  }

  @usableFromInline @inline(never)
  mutating func table(at position: Int) throws(VerificationError) -> Table {
    guard let table = header(at: position) else { try refuseTable(at: position) }
    return table
  }

  @usableFromInline @inline(never)
  mutating func strings(_ name: StaticString, at position: Int) throws(VerificationError) {
    var index = -1
    do throws(VerificationError) {
      let (start, count) = try elements(try follow(position), size: 4, alignment: 4)
      try spend(count)
      index = 0
      while index < count {
        try string(from: start &+ index &* 4)
        try spend(0)
        index &+= 1
      }
    } catch {
      throw error.inside(name, element: index)
    }
  }
}
