/// What a writer needs that knows its types at run time only.
extension Builder {
  /// What the start of the finished buffer must be a multiple of.
  package var alignment: Int { minimumAlignment }

  /// Writes the bytes of a scalar or struct that a union refers to, or a field is about to name.
  @discardableResult
  package mutating func place(_ bytes: [UInt8], alignment: Int) -> BufferOffset {
    prepare(bytes.count, alignment: alignment)
    unsafe bytes.withUnsafeBytes { unsafe push(bytes: $0) }
    return BufferOffset(size)
  }

  /// Adds the bytes of a scalar or struct.
  package mutating func add(_ bytes: [UInt8], alignment: Int, slot: Int) {
    place(bytes, alignment: alignment)
    note(slot)
  }

  /// Writes a vector of scalars or structs.
  ///
  /// - Parameter is64Bit: whether it is counted with 64 bits.
  package mutating func vector(
    _ bytes: [UInt8], count: Int, alignment: Int, is64Bit: Bool
  ) -> BufferOffset {
    place(bytes, alignment: max(alignment, is64Bit ? 8 : 4))
    if is64Bit {
      push(UInt64(truncatingIfNeeded: count))
    } else {
      push(UInt32(truncatingIfNeeded: count))
    }
    return BufferOffset(size)
  }

  /// Writes a vector of objects some of which are absent.
  @usableFromInline
  package mutating func vector(optional offsets: [BufferOffset?]) -> BufferOffset {
    prepare(offsets.count * 4, alignment: 4)
    for offset in offsets.reversed() {
      if let offset { pushOffset(offset) } else { push(UInt32(0)) }
    }
    push(UInt32(truncatingIfNeeded: offsets.count))
    return BufferOffset(size)
  }
}
