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
    for _ in 0..<tree.depth &- 1 {
      let branch = try map.page(number, .branch)
      let index = try map.covering(branch, key)
      pass(branch, at: index)
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
  @inline(__always)
  private mutating func turn(_ direction: Direction) throws(PageFault) -> RawEntry? {
    guard let leaf = unsafe leaf else { return nil }
    let before = unsafe TreePage(start: leaf, count: count)
    let beside = direction == .ascending ? branchIndex &+ 1 : branchIndex &- 1
    guard beside >= 0, beside < branchCount, let branch = unsafe branch else {
      return unsafe try turnAbove(direction, from: before)
    }
    let child = try map.child(unsafe TreePage(start: branch, count: branchCount), beside)
    let page = try map.page(child, .leaf)
    let node = try PageCursor.nearest(of: page, direction, since: before, pageSize: map.pageSize)
    branchIndex = beside
    take(page, at: direction == .ascending ? 0 : page.count &- 1)
    return unsafe RawEntry(key: node.key, value: try map.value(of: node, in: page))
  }

  /// Moves to the leaf beside if another branch has it: the way down is the leaf's own up to the last branch that has a
  /// page beside it.
  @inline(never)
  private mutating func turnAbove(
    _ direction: Direction, from before: TreePage
  ) throws(PageFault) -> RawEntry? {
    let ascends = direction == .ascending
    let last = try before.node(ascends ? before.count &- 1 : 0, size: map.pageSize)
    let key = unsafe SearchKey(last.key)
    var number = tree.root
    var fork: (child: UInt64, level: Int)?
    for level in 0..<tree.depth &- 1 {
      let branch = try map.page(number, .branch)
      let index = try map.covering(branch, key)
      let beside = ascends ? index &+ 1 : index &- 1
      if beside >= 0, beside < branch.count { fork = (try map.child(branch, beside), level &+ 1) }
      number = try map.child(branch, index)
    }
    guard number == before.number else { throw before.fault(.order) }
    guard let fork else { return nil }
    try descend(to: fork.child, level: fork.level, direction)
    guard let leaf = unsafe leaf else { return nil }
    let page = unsafe TreePage(start: leaf, count: count)
    let node = try PageCursor.nearest(of: page, direction, since: before, pageSize: map.pageSize)
    return unsafe RawEntry(key: node.key, value: try map.value(of: node, in: page))
  }

  /// Goes down to the first leaf below a page, or to the last one.
  private mutating func descend(
    to top: UInt64, level start: Int, _ direction: Direction
  ) throws(PageFault) {
    var number = top
    for _ in start..<tree.depth &- 1 {
      let branch = try map.page(number, .branch)
      let index = direction == .ascending ? 0 : branch.count &- 1
      pass(branch, at: index)
      number = try map.child(branch, index)
    }
    let page = try map.page(number, .leaf)
    take(page, at: direction == .ascending ? 0 : page.count &- 1)
  }

  @inline(__always)
  private mutating func pass(_ page: TreePage, at index: Int) {
    unsafe branch = page.start
    branchCount = page.count
    branchIndex = index
  }

  @inline(__always)
  private mutating func take(_ page: TreePage, at index: Int) {
    unsafe leaf = page.start
    count = page.count
    self.index = index
  }

  /// The nearest node of the new leaf, which has to lie in the direction of the walk.
  @inline(__always)
  private static func nearest(
    of page: TreePage, _ direction: Direction, since before: TreePage, pageSize: Int
  ) throws(PageFault) -> TreePage.Node {
    let ascends = direction == .ascending
    let here = try page.node(ascends ? 0 : page.count &- 1, size: pageSize)
    let there = try before.node(ascends ? before.count &- 1 : 0, size: pageSize)
    // Prefixes decide nearly every time.
    let (new, old) = unsafe (SearchKey.prefix(here.key), SearchKey.prefix(there.key))
    let goesOn: Bool
    if new == old {
      let order = unsafe SearchKey(there.key).order(of: here.key)
      goesOn = ascends ? order > 0 : order < 0
    } else {
      goesOn = ascends == (new > old)
    }
    guard goesOn else { throw page.fault(.order) }
    return here
  }
}
