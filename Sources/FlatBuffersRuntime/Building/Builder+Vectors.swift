extension Builder {
  /// Writes a vector of scalars, enums or structs.
  ///
  /// - Parameter alignment: what the elements' position must be a multiple of, if more than they ask for
  ///   themselves; a power of two, at most 32.
  @inlinable
  public mutating func vector<T: FlatValue>(_ elements: [T], alignment: Int = 4) -> BufferOffset {
    prepare(elements.count * T.byteCount, alignment: max(T.alignment, alignment, 4))
    push(elements: elements)
    push(UInt32(truncatingIfNeeded: elements.count))
    return BufferOffset(size)
  }

  /// Writes a vector of numbers.
  @inlinable
  public mutating func vector<T: FlatScalar>(_ elements: [T], alignment: Int = 4) -> BufferOffset {
    let alignment = max(T.alignment, alignment, 4)
    if elements.count &* T.byteCount >= deferralThreshold {
      return deferredVector(elements, alignment: alignment, is64Bit: false)
    }
    return unsafe elements.withUnsafeBytes {
      unsafe vector($0, count: elements.count, alignment: alignment)
    }
  }

  /// Writes a vector of bytes.
  @inlinable
  public mutating func vector(_ bytes: RawSpan) -> BufferOffset {
    unsafe bytes.withUnsafeBytes { unsafe vector($0, count: $0.count, alignment: 4) }
  }

  /// - Parameter alignment: of the elements, at least 4.
  @usableFromInline
  mutating func vector(_ bytes: UnsafeRawBufferPointer, count: Int, alignment: Int) -> BufferOffset {
    prepare(bytes.count, alignment: alignment)
    unsafe push(bytes: bytes)
    push(UInt32(truncatingIfNeeded: count))
    return BufferOffset(size)
  }

  @inlinable @inline(__always)
  mutating func push<T: FlatValue>(elements: [T]) {
    room &-= elements.count &* T.byteCount
    let first = unsafe start + room
    for index in elements.indices { unsafe store(elements[index], at: first + index &* T.byteCount) }
  }

  /// Writes a vector of strings.
  public mutating func vector(_ strings: [String]) -> BufferOffset {
    let start = pending.count
    for index in strings.indices { pending.append(string(strings[index])) }
    return vector(pendingFrom: start)
  }

  /// Writes a vector of tables.
  @inlinable
  public mutating func vector<T: TableDraft>(tables: [T]) throws(BuildError) -> BufferOffset {
    let start = pending.count
    for index in tables.indices { pending.append(try tables[index].write(to: &self)) }
    return vector(pendingFrom: start)
  }

  /// Writes a vector of tables if there is one.
  public mutating func vector<T: TableDraft>(tables: [T]?) throws(BuildError) -> BufferOffset? {
    guard let tables else { return nil }
    let offset: BufferOffset = try vector(tables: tables)
    return offset
  }

  /// Writes the members of a vector of unions, if there is one; no member has the offset 0.
  public mutating func vector<T: UnionDraft>(members: [T?]?) throws(BuildError) -> BufferOffset? {
    guard let members else { return nil }
    var offsets: [BufferOffset?] = []
    offsets.reserveCapacity(members.count)
    for member in members { offsets.append(try member?.write(to: &self)) }
    return vector(optional: offsets)
  }

  /// Writes the tags of a vector of unions, if there is one.
  public mutating func vector<T: UnionDraft>(tagsOf members: [T?]?) -> BufferOffset? {
    guard let members else { return nil }
    return vector(members.map { $0?.tag ?? 0 })
  }

  /// Writes a vector that is counted with 64 bits.
  @inlinable
  public mutating func vector64<T: FlatValue>(_ elements: [T], alignment: Int = 8) -> BufferOffset {
    prepare(elements.count * T.byteCount, alignment: max(T.alignment, alignment, 8))
    push(elements: elements)
    push(UInt64(truncatingIfNeeded: elements.count))
    return BufferOffset(size)
  }

  /// Writes a vector of numbers that is counted with 64 bits.
  @inlinable
  public mutating func vector64<T: FlatScalar>(_ elements: [T], alignment: Int = 8) -> BufferOffset {
    let alignment = max(T.alignment, alignment, 8)
    if elements.count &* T.byteCount >= deferralThreshold {
      return deferredVector(elements, alignment: alignment, is64Bit: true)
    }
    prepare(elements.count &* T.byteCount, alignment: alignment)
    unsafe elements.withUnsafeBytes { unsafe push(bytes: $0) }
    push(UInt64(truncatingIfNeeded: elements.count))
    return BufferOffset(size)
  }

  /// Writes a struct that a union refers to.
  @inlinable
  public mutating func structure<T: FlatValue>(_ value: T) -> BufferOffset {
    prepare(T.byteCount, alignment: T.alignment)
    push(value: value)
    return BufferOffset(size)
  }

  /// Writes a vector of finished objects.
  public mutating func vector(_ offsets: [BufferOffset]) -> BufferOffset {
    prepare(offsets.count &* 4, alignment: 4)
    for offset in offsets.reversed() { pushOffset(offset) }
    push(UInt32(truncatingIfNeeded: offsets.count))
    return BufferOffset(size)
  }

  /// Writes a vector of the objects that became pending since there were `start`.
  @usableFromInline
  mutating func vector(pendingFrom start: Int) -> BufferOffset {
    let count = pending.count &- start
    prepare(count &* 4, alignment: 4)
    for _ in 0..<count { pushOffset(pending.removeLast()) }
    push(UInt32(truncatingIfNeeded: count))
    return BufferOffset(size)
  }

  /// The vector of bytes that stays outside; to be called first, on a builder made with
  /// ``init(externalTail:prefixCount:capacity:)``.
  ///
  /// - Parameter prefix: the vector's bytes before the external ones, as many as were announced.
  @inlinable
  public mutating func externalVector(prefix: [UInt8] = []) -> BufferOffset {
    reserve(prefix.count &+ 4)
    unsafe prefix.withUnsafeBytes { unsafe push(bytes: $0) }
    push(UInt32(truncatingIfNeeded: tailCount &+ prefix.count))
    return BufferOffset(size)
  }
}
