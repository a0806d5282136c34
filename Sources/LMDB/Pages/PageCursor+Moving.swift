extension PageCursor {
  /// Moves to the first entry.
  mutating func first() throws(PageFault) -> RawEntry? {
    guard tree.depth > 0 else { return nil }
    try descend(to: tree.root, level: 0, .ascending)
    return unsafe try entry()
  }

  /// Moves to the last entry.
  mutating func last() throws(PageFault) -> RawEntry? {
    guard tree.depth > 0 else { return nil }
    try descend(to: tree.root, level: 0, .descending)
    return unsafe try entry()
  }

  /// Moves to the first entry whose key is not less than `key`; behind the last one if there is none.
  mutating func seek(_ key: SearchKey) throws(PageFault) -> RawEntry? {
    guard tree.depth > 0 else { return nil }
    var number = tree.root
    for level in 0..<tree.depth &- 1 {
      let branch = try map.page(number, .branch)
      let index = try map.covering(branch, key)
      trail[level] = number &<< 16 | UInt64(truncatingIfNeeded: index)
      number = try map.child(branch, index)
    }
    let page = try map.page(number, .leaf)
    take(page, at: try map.search(page, key, from: 0).index)
    return unsafe index < count ? try entry() : try nextLeaf()
  }

  @usableFromInline @inline(never)
  mutating func nextLeaf() throws(PageFault) -> RawEntry? {
    guard unsafe leaf != nil else { return unsafe try first() }
    return unsafe try turn(.ascending)
  }

  @usableFromInline @inline(never)
  mutating func previousLeaf() throws(PageFault) -> RawEntry? {
    guard unsafe leaf != nil else { return unsafe try last() }
    return unsafe try turn(.descending)
  }

  private enum Direction { case ascending, descending }

  /// Moves to the nearest entry of the leaf beside, which has to lie in that direction.
  private mutating func turn(_ direction: Direction) throws(PageFault) -> RawEntry? {
    guard let leaf = unsafe leaf else { return nil }
    let before = unsafe TreePage(start: leaf, count: count)
    var level = tree.depth &- 2
    while level >= 0 {
      let branch = try map.page(trail[level] &>> 16, .branch)
      let taken = Int(truncatingIfNeeded: trail[level] & 0xFFFF)
      let beside = direction == .ascending ? taken &+ 1 : taken &- 1
      if beside >= 0, beside < branch.count {
        let child = try map.child(branch, beside)
        trail[level] = trail[level] & ~0xFFFF | UInt64(truncatingIfNeeded: beside)
        try descend(to: child, level: level &+ 1, direction)
        if let leaf = unsafe self.leaf {
          let page = unsafe TreePage(start: leaf, count: count)
          try PageCursor.check(page, direction, since: before, pageSize: map.pageSize)
        }
        return unsafe try entry()
      }
      level &-= 1
    }
    return nil
  }

  /// Goes down to the first leaf below a page, or to the last one.
  private mutating func descend(
    to top: UInt64, level start: Int, _ direction: Direction
  ) throws(PageFault) {
    var number = top
    for level in start..<tree.depth &- 1 {
      let branch = try map.page(number, .branch)
      let index = direction == .ascending ? 0 : branch.count &- 1
      trail[level] = number &<< 16 | UInt64(truncatingIfNeeded: index)
      number = try map.child(branch, index)
    }
    let page = try map.page(number, .leaf)
    take(page, at: direction == .ascending ? 0 : page.count &- 1)
  }

  private mutating func take(_ page: TreePage, at index: Int) {
    unsafe leaf = page.start
    count = page.count
    self.index = index
  }

  /// Demands that the new leaf lies in the direction of the walk.
  private static func check(
    _ page: TreePage, _ direction: Direction, since before: TreePage, pageSize: Int
  ) throws(PageFault) {
    let ascends = direction == .ascending
    let here = try page.node(ascends ? 0 : page.count &- 1, size: pageSize)
    let there = try before.node(ascends ? before.count &- 1 : 0, size: pageSize)
    let order = unsafe SearchKey(there.key).order(of: here.key)
    guard ascends ? order > 0 : order < 0 else { throw page.fault(.order) }
  }
}
