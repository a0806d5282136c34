/// The pages of a database file, where it is mapped: none is read that does not lie within the file, and nothing
/// outside of a page.
///
/// Safe as long as the snapshot lives that it was made for: until then neither the map moves nor any page changes that
/// its trees reach. What can't be helped is a file that another program cuts off while a snapshot is open.
@frozen @usableFromInline @safe
struct PageMap {
  @usableFromInline let base: UnsafeRawPointer
  /// How many pages may be read.
  @usableFromInline let count: UInt64
  /// How far into a page the head of a node may begin: kept, because a walk asks for it at each step.
  @usableFromInline let lastNode: Int
  /// In bytes: 4 to 32 KiB.
  @inlinable var pageSize: Int { lastNode &+ 8 }

  @unsafe
  init(base: UnsafeRawPointer, count: UInt64, pageSize: Int) {
    unsafe self.base = base
    self.count = count
    lastNode = pageSize - 8
  }

  /// A map in which no page may be read.
  static var nothing: PageMap {
    unsafe PageMap(base: UnsafeRawPointer(bitPattern: 4096).unsafelyUnwrapped, count: 0, pageSize: 4096)
  }

  @frozen @usableFromInline
  enum Kind: UInt16 {
    case branch = 0x01
    case leaf = 0x02
    case overflow = 0x04
    /// Of the bits that are a page's kind; the others tell how far it is written.
    @inlinable static var mask: UInt16 { 0x6F }
  }

  @inlinable @inline(__always)
  func address(_ number: UInt64) -> UnsafeRawPointer {
    unsafe base + Int(truncatingIfNeeded: number) &* pageSize
  }

  /// A page of a tree.
  @inlinable @inline(__always)
  func page(_ number: UInt64, _ kind: Kind) throws(PageFault) -> TreePage {
    guard number < count else { throw PageFault(number, .outside) }
    let start = unsafe address(number)
    let head = unsafe start.load(fromByteOffset: 8, as: UInt64.self)
    let listEnd = Int(UInt16(truncatingIfNeeded: head &>> 32))
    guard unsafe start.load(as: UInt64.self) == number,
      UInt16(truncatingIfNeeded: head &>> 16) & Kind.mask == kind.rawValue,
      listEnd >= 18, listEnd <= pageSize
    else { throw fault(number, kind) }
    return unsafe TreePage(start: start, count: (listEnd &- 16) &>> 1)
  }

  /// Why a page within the file is not one of the kind asked for.
  @usableFromInline @inline(never)
  func fault(_ number: UInt64, _ kind: Kind) -> PageFault {
    let start = unsafe address(number)
    if unsafe start.load(as: UInt64.self) != number { return PageFault(number, .number) }
    if unsafe start.load(fromByteOffset: 10, as: UInt16.self) & Kind.mask != kind.rawValue {
      return PageFault(number, .kind)
    }
    return PageFault(number, .bounds)
  }

  /// The value of a node in a leaf.
  @inlinable @inline(__always) @unsafe
  func value(of node: TreePage.Node, in page: TreePage) throws(PageFault) -> UnsafeRawBufferPointer {
    if node.isLarge { return unsafe try largeValue(of: node, in: page) }
    let size = node.valueSize
    let start = unsafe node.start + (8 &+ node.keySize)
    guard unsafe (start - page.start) &+ size <= pageSize else { throw page.fault(.value) }
    return unsafe UnsafeRawBufferPointer(start: start, count: size)
  }

  /// A value that lies on pages of its own, behind the head of the first of them.
  @usableFromInline @inline(never) @unsafe
  func largeValue(
    of node: TreePage.Node, in page: TreePage
  ) throws(PageFault) -> UnsafeRawBufferPointer {
    let number = try overflow(of: node, in: page).first
    return unsafe UnsafeRawBufferPointer(start: address(number) + 16, count: node.valueSize)
  }

  /// The pages of a large value.
  func overflow(
    of node: TreePage.Node, in page: TreePage
  ) throws(PageFault) -> (first: UInt64, count: UInt64) {
    let place = unsafe node.start + (8 &+ node.keySize)
    guard unsafe place - page.start &+ 8 <= pageSize else { throw page.fault(.value) }
    let number = unsafe place.loadUnaligned(as: UInt64.self)
    guard number < count else { throw PageFault(number, .outside) }
    let start = unsafe address(number)
    let flags = unsafe start.load(fromByteOffset: 10, as: UInt16.self)
    guard unsafe start.load(as: UInt64.self) == number, flags & Kind.mask == Kind.overflow.rawValue else {
      throw fault(number, .overflow)
    }
    let pages = UInt64(unsafe start.load(fromByteOffset: 12, as: UInt32.self))
    guard pages <= count &- number, node.valueSize &+ 16 <= Int(pages) &* pageSize else {
      throw PageFault(number, .overflow)
    }
    return (number, pages)
  }

  /// Looks at the pages of a value on pages of its own, which a write may free: none of them may be another's.
  ///
  /// There may be more than the value takes, if it was longer earlier in the transaction that wrote it: what lies there is
  /// the rest of that. A page of somebody else begins with its number, and is of some kind.
  func checkRun(of node: TreePage.Node, in page: TreePage) throws(PageFault) {
    let (first, pages) = try overflow(of: node, in: page)
    var next = first &+ UInt64((node.valueSize &+ 15) / pageSize &+ 1)
    while next < first &+ pages {
      let flags = unsafe address(next).load(fromByteOffset: 10, as: UInt16.self)
      if unsafe address(next).load(as: UInt64.self) == next, Kind(rawValue: flags & Kind.mask) != nil {
        throw PageFault(first, .overflow)
      }
      next &+= 1
    }
  }
}
