internal import SharedBytes

/// Copies a record when the first of its unknown members is kept, for all of them.
///
/// Made by ``FlatTable/draft`` and its kin, one for each record.
public struct RecordKeeper {
  /// What copies the record's tables: one for all of them.
  let copier: DraftCopier

  init(_ copier: DraftCopier) { self.copier = copier }

  /// - Returns: the record and where in it the member lies; no record if its bounds are not known.
  func keep(_ member: borrowing UnionView) -> (KeptRecord?, Int) {
    let owner = member.owner
    guard owner.recordSize != 0 else { return (nil, 0) }
    let start = unsafe owner.pointer - Int(owner.rootOffset & ~TableView.nestedBit)
    let offset = unsafe member.pointer - start
    if copier.record == nil {
      let bytes = unsafe UnsafeRawBufferPointer(start: start, count: Int(owner.recordSize)).bytes
      copier.record = KeptRecord(SharedBytes(copying: bytes))
    }
    copier.record?.keep(from: offset)
    return (copier.record, offset)
  }
}
