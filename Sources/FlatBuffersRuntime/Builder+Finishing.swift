public import SharedBytes

extension Builder {
  /// Ends the buffer and lends its bytes, without allocating or copying.
  ///
  /// For bytes that are copied at once to where they shall stay: their count is known before, so a store
  /// can reserve exactly that room. A builder that was used before has grown to the size of its records;
  /// with ``reset()`` before each it builds any number of them without allocating.
  ///
  ///     builder.reset()
  ///     let bytes = try builder.finishInPlace(try draft.write(to: &builder))
  ///
  /// - Parameters:
  ///   - root: the root table.
  ///   - identifier: the file identifier to carry, four bytes.
  /// - Returns: the finished bytes in the builder's memory, without an external tail; valid until the
  ///   builder is used again.
  /// - Throws: ``BuildError`` if the buffer is larger than 2 GiB.
  @inlinable @_lifetime(&self)
  public mutating func finishInPlace(
    _ root: TableOffset, identifier: String? = nil
  ) throws(BuildError) -> RawSpan {
    try seal(root, identifier: identifier)
    let bytes = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(end - used), byteCount: used)
    return unsafe _overrideLifetime(bytes, mutating: &self)
  }

  /// Ends the buffer with its size in four bytes before it, as for a stream of records.
  ///
  /// Alignments count from the size's first byte.
  ///
  /// - Parameters:
  ///   - root: the root table.
  ///   - identifier: the file identifier to carry, four bytes.
  /// - Returns: the size and the finished bytes, owned by the result; the builder must be ``reset()`` to be
  ///   used again.
  /// - Throws: ``BuildError`` if the buffer is larger than 2 GiB.
  @inlinable
  public mutating func finishSizePrefixed(
    _ root: TableOffset, identifier: String? = nil
  ) throws(BuildError) -> SharedBytes {
    let alignment = minimumAlignment
    prepare(identifier == nil ? 8 : 12, alignment: alignment)
    // What stands before the table has its place now; sealing adds no padding to it.
    minimumAlignment = 4
    try seal(root, identifier: identifier)
    minimumAlignment = alignment
    reserve(4)
    push(UInt32(truncatingIfNeeded: size))
    return unsafe SharedBytes(
      unsafeStart: UnsafeRawPointer(end - used), count: used, keptAliveBy: storage)
  }
}
