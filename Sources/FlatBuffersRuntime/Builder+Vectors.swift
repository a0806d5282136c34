extension Builder {
  /// Writes a string.
  @inlinable
  public mutating func string(_ text: String) -> BufferOffset {
    var text = text
    return text.withUTF8 { utf8 in
      prepare(utf8.count + 5, alignment: 4)
      push(UInt8(0))
      unsafe push(bytes: UnsafeRawBufferPointer(utf8))
      push(UInt32(truncatingIfNeeded: utf8.count))
      return BufferOffset(size)
    }
  }

  /// Writes a string once, however often it is given.
  public mutating func sharedString(_ text: String) -> BufferOffset {
    if let offset = sharedStrings[text] { return offset }
    let offset = string(text)
    sharedStrings[text] = offset
    return offset
  }

  /// Writes a vector of scalars, enums or structs.
  ///
  /// - Parameter alignment: what the elements' position must be a multiple of, if more than they ask for
  ///   themselves; a power of two, at most 32.
  @inlinable
  public mutating func vector<T: FlatValue>(_ elements: [T], alignment: Int = 4) -> BufferOffset {
    let bytes = elements.count * T.byteCount
    prepare(bytes, alignment: max(T.alignment, alignment, 4))
    for element in elements.reversed() { push(value: element) }
    push(UInt32(truncatingIfNeeded: elements.count))
    return BufferOffset(size)
  }

  /// Writes a vector of bytes.
  @inlinable
  public mutating func vector(_ bytes: [UInt8], alignment: Int = 4) -> BufferOffset {
    unsafe bytes.withUnsafeBytes { unsafe byteVector($0, alignment: alignment) }
  }

  /// Writes a vector of bytes.
  @inlinable
  public mutating func vector(_ bytes: RawSpan) -> BufferOffset {
    unsafe bytes.withUnsafeBytes { unsafe byteVector($0) }
  }

  @inlinable
  mutating func byteVector(_ bytes: UnsafeRawBufferPointer, alignment: Int = 4) -> BufferOffset {
    prepare(bytes.count, alignment: max(alignment, 4))
    unsafe push(bytes: bytes)
    push(UInt32(truncatingIfNeeded: bytes.count))
    return BufferOffset(size)
  }

  /// Writes a vector of strings.
  @inlinable
  public mutating func vector(_ strings: [String]) -> BufferOffset {
    vector(strings.map { string($0) })
  }

  /// Writes a vector of tables.
  @inlinable
  public mutating func vector<T: TableDraft>(tables: [T]) throws(BuildError) -> BufferOffset {
    var offsets: [BufferOffset] = []
    offsets.reserveCapacity(tables.count)
    for table in tables { offsets.append(try table.write(to: &self)) }
    return vector(offsets)
  }

  /// Writes a vector of tables if there is one.
  @inlinable
  public mutating func vector<T: TableDraft>(tables: [T]?) throws(BuildError) -> BufferOffset? {
    guard let tables else { return nil }
    let offset: BufferOffset = try vector(tables: tables)
    return offset
  }

  /// Writes the members of a vector of unions, if there is one; no member has the offset 0.
  @inlinable
  public mutating func vector<T: UnionDraft>(members: [T?]?) throws(BuildError) -> BufferOffset? {
    guard let members else { return nil }
    var offsets: [BufferOffset?] = []
    offsets.reserveCapacity(members.count)
    for member in members { offsets.append(try member?.write(to: &self)) }
    prepare(offsets.count * 4, alignment: 4)
    for offset in offsets.reversed() {
      if let offset { pushOffset(offset) } else { push(UInt32(0)) }
    }
    push(UInt32(truncatingIfNeeded: offsets.count))
    return BufferOffset(size)
  }

  /// Writes the tags of a vector of unions, if there is one.
  @inlinable
  public mutating func vector<T: UnionDraft>(tagsOf members: [T?]?) -> BufferOffset? {
    guard let members else { return nil }
    return vector(members.map { $0?.tag ?? 0 })
  }

  /// Writes a vector that is counted with 64 bits.
  @inlinable
  public mutating func vector64<T: FlatValue>(_ elements: [T], alignment: Int = 8) -> BufferOffset {
    prepare(elements.count * T.byteCount, alignment: max(T.alignment, alignment, 8))
    for element in elements.reversed() { push(value: element) }
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
  @inlinable
  public mutating func vector(_ offsets: [BufferOffset]) -> BufferOffset {
    prepare(offsets.count * 4, alignment: 4)
    for offset in offsets.reversed() { pushOffset(offset) }
    push(UInt32(truncatingIfNeeded: offsets.count))
    return BufferOffset(size)
  }

  /// The vector of bytes that stays outside; to be called first, on a builder made with
  /// ``init(externalTail:prefixCount:capacity:)``.
  ///
  /// - Parameter prefix: the vector's bytes before the external ones, as many as were announced.
  @inlinable
  public mutating func externalVector(prefix: [UInt8] = []) -> BufferOffset {
    unsafe prefix.withUnsafeBytes { unsafe push(bytes: $0) }
    push(UInt32(truncatingIfNeeded: tailCount &+ prefix.count))
    return BufferOffset(size)
  }
}
