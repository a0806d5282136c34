/// A branch or leaf page that was checked to be of its kind and to hold its list of nodes.
///
/// Layout of `MDB_page` in mdb.c of LMDB 0.9: number (64 bits), pad, flags, lower and upper end of the free space (16
/// bits each); from byte 16 on the offsets of the nodes, 16 bits each.
///
/// Safe because only ``PageMap`` makes one, of a page that lies within the map, and because every offset that is read
/// from it is compared with the page's size before anything is read there.
@frozen @usableFromInline @safe
struct TreePage {
  @usableFromInline let start: UnsafeRawPointer
  /// How many nodes it has; at least one.
  @usableFromInline let count: Int

  @inlinable @inline(__always)
  init(start: UnsafeRawPointer, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  var number: UInt64 { unsafe start.load(as: UInt64.self) }

  /// The node at `index`, which is less than ``count``.
  ///
  /// - Throws: if it, or its key, does not lie within the page.
  @inlinable @inline(__always)
  func node(_ index: Int, size pageSize: Int) throws(PageFault) -> Node {
    let offset = Int(unsafe start.load(fromByteOffset: 16 &+ index &* 2, as: UInt16.self))
    guard offset <= pageSize &- 8 else { throw fault(.node) }
    let node = unsafe Node(start: start + offset)
    guard offset &+ 8 &+ node.keySize <= pageSize else { throw fault(.node) }
    return node
  }

  @usableFromInline @inline(never)
  func fault(_ reason: PageFault.Reason) -> PageFault { PageFault(number, reason) }

  /// A node whose head and key lie within its page.
  ///
  /// Layout of `MDB_node`: low and high half of the value's size, flags, size of the key (16 bits each), key, value. In
  /// a branch the first three are a page number.
  @frozen @usableFromInline @safe
  struct Node {
    @usableFromInline let start: UnsafeRawPointer
    @usableFromInline let head: UInt64

    @inlinable @inline(__always)
    init(start: UnsafeRawPointer) {
      unsafe self.start = start
      head = unsafe start.loadUnaligned(as: UInt64.self)
    }

    @inlinable var keySize: Int { Int(truncatingIfNeeded: head &>> 48) }
    @inlinable var valueSize: Int { Int(UInt32(truncatingIfNeeded: head)) }
    /// The value's size; more than any page's if the value lies on pages of its own.
    @inlinable var markedValueSize: Int { Int(truncatingIfNeeded: head & 0x1_FFFF_FFFF) }
    @inlinable var flags: UInt16 { UInt16(truncatingIfNeeded: head &>> 32) }
    /// In a branch, the page below.
    @inlinable var child: UInt64 { head & 0xFFFF_FFFF_FFFF }
    @inlinable var isLarge: Bool { flags & 1 != 0 }
    /// Whether the value is the record of a database.
    var isDatabase: Bool { flags & 0x02 != 0 && flags & 0x04 == 0 }

    @inlinable
    var key: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: start + 8, count: keySize) }
  }
}
