extension Reader {
  /// Finds the values of all keys of a batch, level by level.
  @_lifetime(values: copy values)
  func find(
    _ keys: borrowing KeyBatch, in database: Database, _ values: inout Values
  ) throws(LMDBError) {
    let tree = try tree(of: database)
    guard tree.depth > 0 else { return }
    do throws(PageFault) {
      try map.find(keys, in: tree, &values)
    } catch {
      throw failure(error)
    }
  }
}

extension PageMap {
  @_lifetime(values: copy values)
  fileprivate func find(
    _ keys: borrowing KeyBatch, in tree: Tree, _ values: inout Values
  ) throws(PageFault) {
    let count = keys.count
    var pages = InlineArray<32, UInt64>(repeating: tree.root)
    var level = tree.depth
    while level > 1 {
      for index in 0..<count {
        let key = keys.searchKey(index)
        let branch = try page(pages[index], .branch)
        pages[index] = try child(branch, covering(branch, key))
      }
      level &-= 1
    }
    for index in 0..<count {
      let key = keys.searchKey(index)
      let leaf = try page(pages[index], .leaf)
      let place = try search(leaf, key, from: 0)
      guard place.isExact, key.count > 0 else { continue }
      let node = try leaf.node(place.index, size: pageSize)
      unsafe values.places[index] = try value(of: node, in: leaf)
    }
  }
}

extension KeyBatch {
  /// The key at `index`, to be used only while the batch is borrowed: a longer one's bytes are the batch's.
  @inline(__always)
  fileprivate func searchKey(_ index: Int) -> SearchKey {
    let prefix = UInt64(bigEndian: words[index])
    guard sizes[index] > 8 else { return SearchKey(prefix: prefix, count: sizes[index]) }
    return unsafe SearchKey(self[index].withUnsafeBytes { unsafe $0 }, prefix: prefix)
  }
}
