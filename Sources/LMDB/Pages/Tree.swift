/// A tree of pages: what LMDB keeps of one database in the 48 bytes of its record (`MDB_db` in mdb.c).
@frozen @usableFromInline
struct Tree: Equatable {
  /// The page at the top; meaningless if `depth` is 0.
  @usableFromInline let root: UInt64
  /// How many pages there are from the top to a leaf; 0 for an empty tree.
  @usableFromInline let depth: Int
  @usableFromInline let entries: UInt64

  static var empty: Tree { Tree(root: 0, depth: 0, entries: 0) }
  /// The deepest tree that LMDB follows.
  static var depthLimit: Int { 32 }

  init(root: UInt64, depth: Int, entries: UInt64) {
    self.root = root
    self.depth = depth
    self.entries = entries
  }
}

/// The record of a database, as it stands in the file.
struct TreeRecord: Equatable {
  static let byteCount = 48
  /// A root of this number means an empty tree.
  static let noPage = UInt64.max

  /// The flags that the database was created with; 0 for a plain one.
  let flags: UInt16
  let branchPages: UInt64
  let leafPages: UInt64
  let overflowPages: UInt64
  /// `nil` if the record contradicts itself.
  let tree: Tree?

  /// - Parameter bytes: 48 bytes.
  @unsafe
  init(_ bytes: UnsafeRawPointer) {
    func word(_ offset: Int) -> UInt64 { unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
    flags = unsafe bytes.loadUnaligned(fromByteOffset: 4, as: UInt16.self)
    branchPages = word(8)
    leafPages = word(16)
    overflowPages = word(24)
    let depth = Int(unsafe bytes.loadUnaligned(fromByteOffset: 6, as: UInt16.self))
    let entries = word(32)
    let root = word(40)
    guard root != TreeRecord.noPage else {
      tree = entries == 0 ? .empty : nil
      return
    }
    tree = (1...Tree.depthLimit).contains(depth) ? Tree(root: root, depth: depth, entries: entries) : nil
  }
}
