import Synchronization

/// What a commit left in its header page: where its trees begin.
///
/// A header is written over two commits later. LMDB keeps a copy of it for each transaction but does not give it out, so
/// it is read from the map and believed only if no later commit can have begun to write there meanwhile.
struct SnapshotHeader {
  let free: TreeRecord
  let main: TreeRecord
  let lastPage: UInt64

  enum Look {
    case header(SnapshotHeader)
    /// Later commits may have touched it: a newer snapshot is to be taken. What was seen, if the next commit was seen but
    /// not the one after it, holds if that turns out to be the same one: then the next commit has not ended, and the one
    /// after it, which would write here, can't have begun.
    case overtaken(SnapshotHeader?)
    /// It is that of no commit that could be read: the file is damaged.
    case foreign
  }

  /// Reads the header of the commit `id` from the pages 0 and 1, which LMDB writes in turns.
  ///
  /// - Parameters:
  ///   - base: where at least two pages are mapped.
  ///   - isLast: whether nobody can commit meanwhile.
  @unsafe
  static func look(at base: UnsafeRawPointer, pageSize: Int, id: UInt64, isLast: Bool = false) -> Look {
    let own = unsafe base + (id & 1 == 0 ? 0 : pageSize)
    let other = unsafe base + (id & 1 == 0 ? pageSize : 0)
    let before = unsafe transaction(own)
    guard before == id, unsafe isHeader(own) else {
      return before > id && !isLast ? .overtaken(nil) : .foreign
    }
    atomicMemoryFence(ordering: .acquiring)
    let header = unsafe SnapshotHeader(
      free: TreeRecord(own + 40), main: TreeRecord(own + 88),
      lastPage: own.load(fromByteOffset: 136, as: UInt64.self))
    atomicMemoryFence(ordering: .acquiring)
    // The commit after the next one writes here; it can't have begun before the next one was seen there.
    guard unsafe transaction(own) == id else { return .overtaken(nil) }
    return unsafe isLast || transaction(other) <= id ? .header(header) : .overtaken(header)
  }

  /// Whether the other header is that of the commit before `id`, or of a later one. If not, the number of this one is
  /// damaged, and its state may be an old one.
  static func isInTurn(_ id: UInt64, _ map: PageMap) -> Bool {
    let other = unsafe transaction(map.address(1 &- (id & 1)))
    return id == 0 || other >= id &- 1
  }

  @unsafe
  private static func transaction(_ page: UnsafeRawPointer) -> UInt64 {
    unsafe page.load(fromByteOffset: 144, as: UInt64.self)
  }

  /// Whether a page is a header of the format that is known here.
  @unsafe
  private static func isHeader(_ page: UnsafeRawPointer) -> Bool {
    unsafe page.load(fromByteOffset: 16, as: UInt32.self) == FileHeader.magic
      && page.load(fromByteOffset: 20, as: UInt32.self) == 1
  }
}
