/// A position in a tree of pages.
///
/// Moving on within a leaf is a handful of instructions, compiled into the caller; it neither allocates nor counts
/// references. Every change of the leaf demands that keys go on in the direction of the walk, so that no damage makes a
/// walk run in a circle.
@frozen @usableFromInline @safe
struct PageCursor {
  @usableFromInline let map: PageMap
  @usableFromInline let tree: Tree
  /// The leaf; `nil` before the first move.
  @usableFromInline var leaf: UnsafeRawPointer?
  /// How many nodes the leaf has; 0 before the first move.
  @usableFromInline var count = 0
  /// The node in the leaf; the number of nodes behind the last one of all; -1 before the first move.
  @usableFromInline var index = -1
  /// The branch right above; `nil` if the leaf is the whole tree. Those further up are found anew by a key of the leaf
  /// when they are needed, so that a cursor is small enough to be passed on.
  var branch: UnsafeRawPointer?
  var branchCount = 0
  /// The node of the branch that the leaf belongs to.
  var branchIndex = 0

  init(_ map: PageMap, _ tree: Tree) {
    self.map = map
    self.tree = tree
    unsafe leaf = nil
    unsafe branch = nil
  }

  /// A position in no tree.
  static var nowhere: PageCursor { PageCursor(.nothing, .empty) }

  /// Moves to the next entry; to the first one before any move.
  @inlinable @inline(__always)
  mutating func next() throws(PageFault) -> RawEntry? {
    let following = index &+ 1
    guard following < count else { return unsafe try nextLeaf() }
    index = following
    return unsafe try entry()
  }

  /// Moves to the next entry of the same leaf, if its number is less than `limit`, and nothing about it has to be looked
  /// at twice: no fault, no value on pages of its own, none that is too small.
  ///
  /// - Parameters:
  ///   - limit: no more than ``count``.
  ///   - minimum: how many bytes the value has to have.
  @inlinable @inline(__always)
  mutating func next(before limit: Int, valueOf minimum: Int) -> RawEntry? {
    let following = index &+ 1
    guard following < limit else { return nil }
    // There are nodes before the limit, so there is a leaf.
    let leaf = unsafe leaf.unsafelyUnwrapped
    let offset = Int(unsafe leaf.load(fromByteOffset: 16 &+ following &* 2, as: UInt16.self))
    guard offset <= map.lastNode else { return nil }
    let node = unsafe TreePage.Node(start: leaf + offset)
    let size = node.markedValueSize
    // Added up in this order, the sum serves for the value's place, too.
    let before = offset &+ node.keySize
    guard before &+ size <= map.lastNode, size >= minimum else { return nil }
    index = following
    return unsafe RawEntry(
      key: node.key, value: UnsafeRawBufferPointer(start: leaf + (before &+ 8), count: size))
  }

  /// How many of a leaf's nodes have keys that sort before `end`.
  // Static, as others here are: a method that changes nothing would be given a copy of the whole cursor.
  static func nodes(of page: TreePage, before end: SearchKey, _ map: PageMap) throws(PageFault) -> Int {
    let count = page.count
    let last = unsafe try page.node(count &- 1, size: map.pageSize).key
    // Prefixes decide nearly every time.
    if unsafe SearchKey.prefix(last) < end.prefix || end.order(of: last) < 0 { return count }
    return try map.search(page, end, from: 0).index
  }

  /// Moves to the entry before; to the last one before any move.
  @inlinable @inline(__always)
  mutating func previous() throws(PageFault) -> RawEntry? {
    guard index > 0 else { return unsafe try previousLeaf() }
    index &-= 1
    return unsafe try entry()
  }

  /// The entry at the position, which is one of the leaf's.
  @inlinable @inline(__always) @unsafe
  func entry() throws(PageFault) -> RawEntry? {
    guard let leaf = unsafe leaf else { return nil }
    let page = unsafe TreePage(start: leaf, count: count)
    let node = try page.node(index, size: map.pageSize)
    return unsafe RawEntry(key: node.key, value: try map.value(of: node, in: page))
  }
}

/// A key and its value in the map, valid until the snapshot ends.
@frozen @usableFromInline @unsafe
struct RawEntry {
  @usableFromInline let key: UnsafeRawBufferPointer
  @usableFromInline let value: UnsafeRawBufferPointer

  @inlinable @inline(__always)
  init(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
    unsafe self.key = unsafe key
    unsafe self.value = unsafe value
  }
}
