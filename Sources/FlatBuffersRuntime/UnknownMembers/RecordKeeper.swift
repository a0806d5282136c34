internal import SharedBytes

/// Copies a record when the first of its unknown members is kept, for all of them.
///
/// Made by ``FlatTable/draft`` and its kin, one for each record.
public struct RecordKeeper {
  private var record: KeptRecord?

  init() {}

  /// - Returns: the record and where in it the member lies; no record if its bounds are not known.
  mutating func keep(_ member: borrowing UnionView) -> (KeptRecord?, Int) {
    let owner = member.owner
    guard owner.recordSize != 0 else { return (nil, 0) }
    let start = unsafe owner.pointer - Int(owner.rootOffset & ~TableView.nestedBit)
    let offset = unsafe member.pointer - start
    if record == nil {
      let bytes = unsafe UnsafeRawBufferPointer(start: start, count: Int(owner.recordSize)).bytes
      record = KeptRecord(SharedBytes(copying: bytes))
    }
    record?.keep(from: offset)
    return (record, offset)
  }
}
