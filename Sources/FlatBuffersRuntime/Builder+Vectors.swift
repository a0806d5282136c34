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

  /// Writes a vector of scalars, enums or structs.
  @inlinable
  public mutating func vector<T: FlatValue>(_ elements: [T]) -> BufferOffset {
    let bytes = elements.count * T.byteCount
    prepare(bytes, alignment: max(T.alignment, 4))
    for element in elements.reversed() { push(value: element) }
    push(UInt32(truncatingIfNeeded: elements.count))
    return BufferOffset(size)
  }

  /// Writes a vector of bytes.
  @inlinable
  public mutating func vector(_ bytes: [UInt8]) -> BufferOffset {
    unsafe bytes.withUnsafeBytes { unsafe byteVector($0) }
  }

  /// Writes a vector of bytes.
  @inlinable
  public mutating func vector(_ bytes: RawSpan) -> BufferOffset {
    unsafe bytes.withUnsafeBytes { unsafe byteVector($0) }
  }

  @inlinable
  mutating func byteVector(_ bytes: UnsafeRawBufferPointer) -> BufferOffset {
    prepare(bytes.count, alignment: 4)
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
