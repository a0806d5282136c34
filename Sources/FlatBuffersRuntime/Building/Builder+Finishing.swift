public import SharedBytes

extension Builder {
  /// Ends the buffer and leaves it where it is, in ``finishedBytes``, without allocating or copying.
  ///
  /// A builder that was used before has grown to the size of its records; with ``reset()`` before each it builds
  /// any number of them without allocating.
  ///
  ///     builder.reset()
  ///     try builder.finishInPlace(try draft.write(to: &builder))
  ///     send(builder.finishedBytes)
  ///
  /// - Parameters:
  ///   - root: the root table.
  ///   - identifier: the file identifier to carry, four bytes.
  /// - Throws: ``BuildError`` if the buffer is larger than 2 GiB.
  @inlinable
  public mutating func finishInPlace(
    _ root: TableOffset, identifier: String? = nil
  ) throws(BuildError) {
    try seal(root, identifier: identifier)
    if hasExtras { completeDeferred() }
  }

  /// The finished bytes in the builder's memory, without an external tail.
  ///
  /// Valid until the builder is used again. Deferred vectors are empty in it unless the buffer was ended with
  /// ``finishInPlace(_:identifier:)``.
  @inlinable
  public var finishedBytes: RawSpan {
    @_lifetime(borrow self)
    get {
      let bytes = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(start + room), byteCount: used)
      return unsafe _overrideLifetime(bytes, borrowing: self)
    }
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
    if hasExtras { completeDeferred() }
    minimumAlignment = alignment
    reserve(4)
    push(UInt32(truncatingIfNeeded: size))
    return unsafe SharedBytes(
      unsafeStart: UnsafeRawPointer(start + room), count: used, keptAliveBy: storage)
  }
}
