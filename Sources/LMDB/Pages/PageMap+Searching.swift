extension PageMap {
  /// Calls `body` with each node of the leaves below a page, in the order of the tree.
  ///
  /// - Parameters:
  ///   - height: how many levels there are, at most ``Tree/depthLimit``.
  ///   - left: how many pages may be visited: no damage makes this run in a circle.
  func visit(
    _ number: UInt64, height: Int, pagesLeft left: inout UInt64,
    _ body: (TreePage.Node, TreePage) throws(PageFault) -> Void
  ) throws(PageFault) {
    guard left > 0 else { throw PageFault(number, .shared) }
    left -= 1
    let page = try page(number, height > 1 ? .branch : .leaf)
    for index in 0..<page.count {
      if height > 1 {
        try visit(child(page, index), height: height - 1, pagesLeft: &left, body)
      } else {
        try body(page.node(index, size: pageSize), page)
      }
    }
  }

  /// The place of a key among the nodes of a page.
  struct Place {
    /// The first node whose key is not less than the one looked for; the number of nodes if there is none.
    let index: Int
    let isExact: Bool
  }

  /// Finds the place of a key.
  ///
  /// - Parameter first: the first node that counts; 1 in a branch, whose first key counts as empty.
  @inline(__always)
  func search(
    _ page: TreePage, _ key: SearchKey, from first: Int
  ) throws(PageFault) -> Place {
    let lastWord = pageSize &- 16
    let isWord = key.count == 8
    // Places in the list of nodes, in bytes: halving them takes a step less than halving their numbers.
    var low = first &* 2
    var high = page.count &* 2
    while low < high {
      let middle = (low &+ high) &>> 1 & ~1
      let offset = Int(unsafe page.start.load(fromByteOffset: 16 &+ middle, as: UInt16.self))
      let order: Int
      let keySize =
        offset <= lastWord
        ? unsafe (page.start + offset).loadUnaligned(fromByteOffset: 6, as: UInt16.self) : 0
      if keySize >= 8 {
        let prefix = UInt64(
          bigEndian: unsafe (page.start + offset).loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        if prefix < key.prefix {
          low = middle &+ 2
          continue
        }
        if prefix > key.prefix {
          high = middle
          continue
        }
        order = isWord && keySize == 8 ? 0 : try compare(page, middle &>> 1, key)
      } else {
        order = try compare(page, middle &>> 1, key)
      }
      if order == 0 { return Place(index: middle &>> 1, isExact: true) }
      if order < 0 { low = middle &+ 2 } else { high = middle }
    }
    return Place(index: low &>> 1, isExact: false)
  }

  @inline(never)
  private func compare(_ page: TreePage, _ index: Int, _ key: SearchKey) throws(PageFault) -> Int {
    let node = try page.node(index, size: pageSize)
    return unsafe key.order(of: node.key)
  }

  /// The node of a branch whose page below covers a key.
  @inline(__always)
  func covering(_ page: TreePage, _ key: SearchKey) throws(PageFault) -> Int {
    let place = try search(page, key, from: 1)
    return place.isExact ? place.index : place.index &- 1
  }

  /// The page below a node of a branch.
  @inline(__always)
  func child(_ page: TreePage, _ index: Int) throws(PageFault) -> UInt64 {
    try page.node(index, size: pageSize).child
  }

  /// The leaf that covers a key in a tree that is not empty.
  @inline(__always)
  func leaf(of tree: Tree, covering key: SearchKey) throws(PageFault) -> TreePage {
    var number = tree.root
    var level = tree.depth
    while level > 1 {
      let branch = try page(number, .branch)
      number = try child(branch, covering(branch, key))
      level &-= 1
    }
    return try page(number, .leaf)
  }

  /// Finds the value of a key.
  @unsafe
  func value(of key: SearchKey, in tree: Tree) throws(PageFault) -> UnsafeRawBufferPointer? {
    guard tree.depth > 0 else { return nil }
    let leaf = try leaf(of: tree, covering: key)
    let place = try search(leaf, key, from: 0)
    guard place.isExact else { return nil }
    return unsafe try value(of: leaf.node(place.index, size: pageSize), in: leaf)
  }

  /// Finds the record of a database by its name in the main tree.
  ///
  /// - Returns: `nil` if there is no such name.
  /// - Throws: ``PageFault`` also if the value is no record.
  func record(of name: SearchKey, in main: Tree) throws(PageFault) -> RecordFound {
    guard main.depth > 0 else { return .missing }
    let leaf = try leaf(of: main, covering: name)
    let place = try search(leaf, name, from: 0)
    guard place.isExact else { return .missing }
    let node = try leaf.node(place.index, size: pageSize)
    guard node.isDatabase else { return .plainValue }
    let value = unsafe try value(of: node, in: leaf)
    guard value.count == TreeRecord.byteCount, let start = value.baseAddress else {
      throw leaf.fault(.record)
    }
    let record = unsafe TreeRecord(start)
    guard let tree = record.tree else { throw leaf.fault(.record) }
    return record.flags == 0 ? .tree(tree) : .flagged
  }

  enum RecordFound {
    case tree(Tree)
    case missing
    /// The key is there and is no name of a database.
    case plainValue
    /// The database was made with flags.
    case flagged
  }
}
