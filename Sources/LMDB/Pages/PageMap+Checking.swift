extension PageMap {
  /// The keys that may stand on a page: from `low` on, before `high`, as the branches above say. No bound at the edges.
  @safe struct KeyBounds {
    // Sound because the bytes lie in the map, for as long as it is read.
    var low: UnsafeRawBufferPointer?
    var high: UnsafeRawBufferPointer?

    static var all: KeyBounds { unsafe KeyBounds(low: nil, high: nil) }
  }

  /// Looks at all of a page and not only at what a search would meet.
  ///
  /// - Parameters:
  ///   - kind: the page's.
  ///   - bounds: what its keys are compared with; `nil` where they are sorted in another way.
  ///   - scratch: memory to be used again for the next page.
  func check(
    _ page: TreePage, _ kind: Kind, _ bounds: KeyBounds?, _ scratch: inout [UInt32]
  ) throws(PageFault) {
    let listEnd = 16 + 2 * page.count
    let upper = Int(unsafe page.start.load(fromByteOffset: 14, as: UInt16.self))
    guard upper >= listEnd, upper <= pageSize else { throw page.fault(.bounds) }
    // LMDB ends the process over a branch with one node.
    guard kind == .leaf || page.count > 1 else { throw page.fault(.bounds) }
    scratch.removeAll(keepingCapacity: true)
    for index in 0..<page.count {
      let node = try page.node(index, size: pageSize)
      var size = 8 + node.keySize
      if kind == .leaf { size += node.isLarge ? 8 : node.valueSize }
      size += size & 1
      let offset = unsafe node.start - page.start
      guard offset & 1 == 0, offset >= upper, offset + size <= pageSize else { throw page.fault(.node) }
      scratch.append(UInt32(offset) << 16 | UInt32(size))
    }
    scratch.sort()
    // Nodes lie side by side, without overlapping, up to the page's end.
    var place = upper
    for node in scratch {
      guard Int(node >> 16) == place else { throw page.fault(.node) }
      place += Int(node & 0xFFFF)
    }
    guard place == pageSize else { throw page.fault(.node) }
    if let bounds { try checkKeys(page, kind, bounds) }
  }

  /// Looks at all pages on the way to the first entry of a tree that is not empty.
  func checkFirst(of tree: Tree) throws(PageFault) {
    var scratch: [UInt32] = []
    var number = tree.root
    for height in stride(from: tree.depth, through: 1, by: -1) {
      let kind = height > 1 ? Kind.branch : .leaf
      let page = try page(number, kind)
      try check(page, kind, .all, &scratch)
      if height > 1 { number = try child(page, 0) }
    }
  }

  private func checkKeys(_ page: TreePage, _ kind: Kind, _ bounds: KeyBounds) throws(PageFault) {
    // The first key of a branch counts as empty.
    let first = kind == .branch ? 1 : 0
    guard first < page.count else { return }
    var before = unsafe try page.node(first, size: pageSize).key
    if let low = unsafe bounds.low, unsafe SearchKey(low).order(of: before) < (kind == .branch ? 1 : 0) {
      throw page.fault(.separator)
    }
    for index in first..<page.count {
      let key = unsafe try page.node(index, size: pageSize).key
      guard key.count > 0 else { throw page.fault(.order) }
      if index > first, unsafe SearchKey(before).order(of: key) <= 0 { throw page.fault(.order) }
      unsafe before = unsafe key
    }
    if let high = unsafe bounds.high, unsafe SearchKey(high).order(of: before) >= 0 {
      throw page.fault(.separator)
    }
  }
}
