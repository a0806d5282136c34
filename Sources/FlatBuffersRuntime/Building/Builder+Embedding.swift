internal import SharedBytes

extension Builder {
  /// Writes the part of another record that its unknown members need, once for all of them.
  ///
  /// - Parameter offset: where the member lies in that record.
  /// - Returns: the member.
  mutating func embed(_ record: KeptRecord, at offset: Int) -> BufferOffset {
    let place = embeddedPlace(of: record)
    return BufferOffset(place.end &+ record.bytes.count &- offset)
  }

  private mutating func embeddedPlace(of record: KeptRecord) -> EmbeddedRecord {
    let firstMember = record.firstMember
    if let embeddedLast, embeddedLast.record === record, embeddedLast.firstMember <= firstMember {
      return embeddedLast
    }
    var range = record.range
    var end = 0
    if let other = embedded[record], other.range.lowerBound <= range.lowerBound {
      // Kept with another draft of the same record.
      (range, end) = (other.range, other.end)
    } else {
      // What was too short once might be so again.
      if embedded[record] != nil { range = 0..<record.bytes.count }
      prepare(range.count, alignment: KeptRecord.alignment)
      end = size
      unsafe record.bytes.slice(range).withUnsafeBytes { unsafe push(bytes: $0) }
    }
    let place = EmbeddedRecord(record: record, firstMember: firstMember, range: range, end: end)
    embedded[record] = place
    embeddedLast = place
    hasExtras = true
    return place
  }
}

/// Where a record with unknown members was embedded in a buffer under construction.
@usableFromInline
struct EmbeddedRecord {
  let record: KeptRecord
  /// The first member it was embedded for.
  let firstMember: Int
  /// The part that was embedded.
  let range: Range<Int>
  /// Distance of its end from the buffer's end.
  let end: Int
}
