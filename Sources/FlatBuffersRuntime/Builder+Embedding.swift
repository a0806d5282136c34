internal import SharedBytes

extension Builder {
  /// Writes the part of another record that its unknown members need, once for all of them.
  ///
  /// - Parameter offset: where the member lies in that record.
  /// - Returns: the member.
  mutating func embed(_ record: KeptRecord, at offset: Int) -> BufferOffset {
    let range = record.range
    if let embedded, embedded.record === record, embedded.range == range {
      return BufferOffset(embedded.end &+ record.bytes.count &- offset)
    }
    prepare(range.count, alignment: KeptRecord.alignment)
    let end = size
    unsafe record.bytes.slice(range).withUnsafeBytes { unsafe push(bytes: $0) }
    embedded = Embedded(record: record, range: range, end: end)
    return BufferOffset(end &+ record.bytes.count &- offset)
  }

  /// What was embedded last.
  @usableFromInline
  struct Embedded {
    let record: KeptRecord
    let range: Range<Int>
    /// Distance of its end from the buffer's end.
    let end: Int
  }
}
