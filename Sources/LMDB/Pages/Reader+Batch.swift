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
    // Spans, because an element of an array in place is read from a copy of it all.
    let (words, sizes, starts) = (keys.words.span, keys.sizes.span, keys.starts.span)
    // Sound because the batch is borrowed until all is found, and with it the array.
    let long = unsafe keys.long.withUnsafeBytes { $0.baseAddress }
    var pages = InlineArray<32, UInt64>(repeating: tree.root)
    var level = tree.depth
    while level > 1 {
      for index in 0..<count {
        let key = unsafe PageMap.key(words[index], sizes[index], starts[index], long)
        let branch = try page(pages[index], .branch)
        pages[index] = try child(branch, covering(branch, key))
      }
      level &-= 1
    }
    for index in 0..<count {
      let key = unsafe PageMap.key(words[index], sizes[index], starts[index], long)
      let leaf = try page(pages[index], .leaf)
      let place = try search(leaf, key, from: 0)
      guard place.isExact, key.count > 0 else { continue }
      let node = try leaf.node(place.index, size: pageSize)
      unsafe values.places[index] = try value(of: node, in: leaf)
    }
  }

  /// A key of a batch whose longer keys are at `long`, from `start` on.
  @unsafe @inline(__always)
  private static func key(_ word: UInt64, _ size: Int, _ start: Int, _ long: UnsafeRawPointer?) -> SearchKey {
    let prefix = UInt64(bigEndian: word)
    guard size > 8, let long = unsafe long else { return SearchKey(prefix: prefix, count: size) }
    return unsafe SearchKey(UnsafeRawBufferPointer(start: long + start, count: size), prefix: prefix)
  }
}
