// What is wrong, told in a second look at what was refused. None of it is inlined, and all of it is mutating so that
// the verifier is not copied for it.
extension Verifier {
  /// Tells why an offset, or its place, is refused.
  @usableFromInline @inline(never)
  mutating func refuseOffset(at position: Int) throws(VerificationError) -> Never {
    guard fits(position, size: 4, alignment: 4) else {
      try refuse(position, size: 4, alignment: 4)
    }
    throw VerificationError(.offset(load(position, as: UInt32.self), at: position))
  }

  /// Tells why the string that an offset refers to is refused.
  @inline(never)
  mutating func refuseString(from position: Int) throws(VerificationError) -> Never {
    guard let target = target(of: position) else { try refuseOffset(at: position) }
    try refuseString(at: target)
  }

  /// Tells why a string is refused.
  @inline(never)
  mutating func refuseString(at position: Int) throws(VerificationError) -> Never {
    guard let (start, count) = vector(at: position, size: 1, alignment: 1) else {
      try refuseVector(at: position, size: 1, alignment: 1)
    }
    guard start &+ count < self.count else { try refuse(start, size: count &+ 1, alignment: 1) }
    throw VerificationError(.unterminated)
  }

  /// Tells why the vector that an offset refers to is refused.
  @inline(never)
  mutating func refuseVector(
    from position: Int, size: Int, alignment: Int
  ) throws(VerificationError) -> Never {
    guard let target = target(of: position) else { try refuseOffset(at: position) }
    try refuseVector(at: target, size: size, alignment: alignment)
  }

  /// Tells why a vector is refused.
  @usableFromInline @inline(never)
  mutating func refuseVector(
    at position: Int, size: Int, alignment: Int
  ) throws(VerificationError) -> Never {
    guard fits(position, size: 4, alignment: 4) else { try refuse(position, size: 4, alignment: 4) }
    let count = Int(load(position, as: UInt32.self))
    try refuse(position &+ 4, size: count &* size, alignment: alignment)
  }

  /// Tells why the table that an offset refers to is refused.
  @inline(never)
  mutating func refuseTable(from position: Int) throws(VerificationError) -> Never {
    guard let target = target(of: position) else { try refuseOffset(at: position) }
    try refuseTable(at: target)
  }

  /// Tells why a table is refused.
  @inline(never)
  mutating func refuseTable(at position: Int) throws(VerificationError) -> Never {
    guard fits(position, size: 4, alignment: 4) else { try refuse(position, size: 4, alignment: 4) }
    let vtable = position &- Int(load(position, as: Int32.self))
    guard vtable >= 0, fits(vtable, size: 4, alignment: 2) else { try refuse(vtable, size: 4, alignment: 2) }
    let vtableSize = Int(load(vtable, as: UInt16.self))
    if vtableSize < 4 || vtableSize & 1 != 0 {
      throw VerificationError(.vtable(size: vtableSize, at: vtable))
    }
    if vtableSize > count &- vtable { try refuse(vtable, size: vtableSize, alignment: 2) }
    let size = Int(load(vtable &+ 2, as: UInt16.self))
    if size < 4 { throw VerificationError(.table(size: size, at: vtable &+ 2)) }
    if size > count &- position { try refuse(position, size: size, alignment: 4) }
    throw VerificationError(tablesLeft < 0 ? .tooManyTables(limit: options.maxTables) : .tooManyElements)
  }

  /// Tells why a scalar, enum or struct is refused.
  @usableFromInline @inline(never)
  mutating func refuse(
    _ name: StaticString, at position: Int, size: Int, alignment: Int
  ) throws(VerificationError) -> Never {
    do throws(VerificationError) {
      try refuse(position, size: size, alignment: alignment)
    } catch {
      throw error.inside(name)
    }
  }

  /// Tells that something leaves the buffer or, if it does not, that it is not aligned.
  @usableFromInline @inline(never)
  mutating func refuse(
    _ position: Int, size: Int, alignment: Int
  ) throws(VerificationError) -> Never {
    throw position < 0 || position > count &- size
      ? VerificationError(.outOfRange(offset: position, size: size))
      : VerificationError(.misaligned(offset: position, alignment: alignment))
  }
}

// For what is rarely run.
extension Verifier {
  /// Checks that `size` bytes at `position`, which is not negative, lie within the buffer at the alignment given.
  @inlinable
  mutating func check(_ position: Int, size: Int, alignment: Int) throws(VerificationError) {
    if !fits(position, size: size, alignment: alignment) {
      try refuse(position, size: size, alignment: alignment)
    }
  }

  /// Follows the offset stored at `position`.
  @inlinable
  mutating func follow(_ position: Int) throws(VerificationError) -> Int {
    guard let target = target(of: position) else { try refuseOffset(at: position) }
    return target
  }

  /// The start of the elements of the vector at `position` and their count.
  @inlinable
  mutating func elements(
    _ position: Int, size: Int, alignment: Int
  ) throws(VerificationError) -> (start: Int, count: Int) {
    guard let elements = vector(at: position, size: size, alignment: alignment) else {
      try refuseVector(at: position, size: size, alignment: alignment)
    }
    return elements
  }

  /// Checks the string at `position`.
  @usableFromInline
  mutating func string(at position: Int) throws(VerificationError) {
    if !isString(at: position) { try refuseString(at: position) }
  }

  /// Counts the strings or unions of a vector; tables are counted by themselves.
  @usableFromInline
  mutating func spend(_ elements: Int) throws(VerificationError) {
    elementsLeft &-= elements
    if elementsLeft < 0 { throw VerificationError(.tooManyElements) }
  }
}

extension VerificationError {
  @usableFromInline @inline(never)
  static func missing(_ name: StaticString) -> VerificationError {
    VerificationError(.missing, at: name.description)
  }

  @usableFromInline @inline(never)
  static func tooDeep(_ limit: Int) -> VerificationError { VerificationError(.tooDeep(limit: limit)) }
}
