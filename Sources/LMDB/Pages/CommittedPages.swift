/// The pages of the last commit, as a transaction that writes finds them: looked at before LMDB, which would trust them,
/// follows them or copies what they hold.
///
/// Pages that the transaction changed are not in the map, and come from pages that were looked at. What LMDB meets
/// besides the path of a key is looked at for deletions only: neighbours that a page is merged with. Nothing is looked
/// at twice.
///
/// Not `Sendable`: it belongs to one transaction, and nobody else writes meanwhile.
@usableFromInline
final class CommittedPages {
  private let map: PageMap
  private let main: Tree
  private let path: String
  private let names: DatabaseNames
  /// The trees of databases that were asked for, at the places of their handles.
  ///
  /// Unchecked, as is all that each change asks for: one thread uses it, and nothing here calls back.
  @exclusivity(unchecked) private var trees: [Tree?] = []
  private(set) var checked: CheckedPages
  private var scratch: [UInt32] = []
  /// The leaf that the last key belongs to: most keys that follow belong there, too.
  @exclusivity(unchecked) private var last: (database: Database, leaf: TreePage)?

  init(_ map: PageMap, main: Tree, _ names: DatabaseNames, _ checked: CheckedPages, path: String) {
    self.map = map
    self.main = main
    self.names = names
    self.checked = checked
    self.path = path
  }

  /// Looks at what LMDB meets on its way to a key.
  ///
  /// - Parameter deleting: whether the key's leaf may be merged with a neighbour.
  /// - Throws: ``LMDBError/Code/pageDamaged``.
  func check(_ key: RawSpan, in database: Database, deleting: Bool = false) throws(LMDBError) {
    do throws(PageFault) {
      let tree = try tree(of: database)
      guard tree.depth > 0, key.byteCount > 0 else { return }
      // Sound because the search is over before this returns.
      let key = unsafe SearchKey(key.withUnsafeBytes { unsafe $0 })
      if !deleting, let last = unsafe last, last.database == database, try isInside(last.leaf, key) {
        return try checkValue(of: key, in: last.leaf)
      }
      let leaf = try follow(key, tree, deleting: deleting)
      unsafe last = (database, leaf)
      try checkValue(of: key, in: leaf)
    } catch {
      throw LMDBError(error, path)
    }
  }

  /// Looks at what LMDB meets on its way to the last key of a database.
  ///
  /// - Throws: ``LMDBError/Code/pageDamaged``.
  func checkEnd(of database: Database) throws(LMDBError) {
    do throws(PageFault) {
      let tree = try tree(of: database)
      guard tree.depth > 0 else { return }
      var number = tree.root
      for _ in stride(from: tree.depth, to: 1, by: -1) {
        let branch = try page(number, .branch)
        number = try map.child(branch, branch.count - 1)
      }
      let leaf = try page(number, .leaf)
      let node = try leaf.node(leaf.count - 1, size: map.pageSize)
      if node.isLarge { try map.checkRun(of: node, in: leaf) }
    } catch {
      throw LMDBError(error, path)
    }
  }

  /// Looks at all pages of a database.
  func checkAll(of database: Database) throws(LMDBError) {
    do throws(PageFault) {
      var verifier = PageVerifier(map, lastPage: max(map.count, 1) - 1)
      try verifier.follow(tree(of: database))
      if let fault = verifier.report.faults.first { throw fault }
    } catch {
      throw LMDBError(error, path)
    }
  }

  private func tree(of database: Database) throws(PageFault) -> Tree {
    guard database != .main else { return main }
    let place = Int(database.handle)
    if unsafe place < trees.count, let known = unsafe trees[place] { return known }
    return try find(database, place)
  }

  @inline(never)
  private func find(_ database: Database, _ place: Int) throws(PageFault) -> Tree {
    var tree = Tree.empty
    if let name = names[database] {
      let bytes = name.span
      let key = unsafe SearchKey(bytes.withUnsafeBytes { unsafe $0 })
      if main.depth > 0 { _ = try follow(key, main, deleting: false) }
      if case .tree(let found) = try map.record(of: key, in: main) { tree = found }
    }
    while unsafe trees.count <= place { unsafe trees.append(nil) }
    unsafe trees[place] = tree
    return tree
  }

  /// Forgets what is known of a database: LMDB gives the number of one that was closed to the next that is opened.
  func forget(_ database: Database) {
    let place = Int(database.handle)
    if unsafe place < trees.count { unsafe trees[place] = nil }
    if unsafe last?.database == database { unsafe last = nil }
  }

  // MARK: - Pages

  /// Goes down to a key's leaf and looks at each page once.
  private func follow(_ key: SearchKey, _ tree: Tree, deleting: Bool) throws(PageFault) -> TreePage {
    var number = tree.root
    for height in stride(from: tree.depth, to: 1, by: -1) {
      let branch = try page(number, .branch)
      let index = try map.covering(branch, key)
      if deleting {
        for neighbour in [index - 1, index + 1] where neighbour >= 0 && neighbour < branch.count {
          try checkFirst(map.child(branch, neighbour), height: height - 1)
        }
      }
      number = try map.child(branch, index)
    }
    return try page(number, .leaf)
  }

  private func page(_ number: UInt64, _ kind: PageMap.Kind) throws(PageFault) -> TreePage {
    let page = try map.page(number, kind)
    guard !checked.contains(number) else { return page }
    try map.check(page, kind, .all, &scratch)
    checked.insert(number)
    return page
  }

  /// Looks at a page and the first ones below: LMDB takes a neighbour's first key from there.
  private func checkFirst(_ top: UInt64, height: Int) throws(PageFault) {
    var number = top
    for _ in stride(from: height, to: 1, by: -1) { number = try map.child(page(number, .branch), 0) }
    _ = try page(number, .leaf)
  }

  private func isInside(_ leaf: TreePage, _ key: SearchKey) throws(PageFault) -> Bool {
    let first = try leaf.node(0, size: map.pageSize)
    let last = try leaf.node(leaf.count - 1, size: map.pageSize)
    return unsafe key.order(of: first.key) <= 0 && key.order(of: last.key) >= 0
  }

  /// LMDB frees the pages of a large value that another one takes the place of.
  private func checkValue(of key: SearchKey, in leaf: TreePage) throws(PageFault) {
    let place = try map.search(leaf, key, from: 0)
    guard place.isExact else { return }
    let node = try leaf.node(place.index, size: map.pageSize)
    if node.isLarge { try map.checkRun(of: node, in: leaf) }
  }
}

/// Numbers of pages that were looked at since the file was opened: one bit for each.
struct CheckedPages {
  private var words: [UInt64] = []

  /// Leaves none behind.
  mutating func take() -> CheckedPages {
    defer { words = [] }
    return self
  }

  func contains(_ page: UInt64) -> Bool {
    let word = Int(page >> 6)
    return word < words.count && words[word] & (1 << (page & 63)) != 0
  }

  mutating func insert(_ page: UInt64) {
    let word = Int(page >> 6)
    while words.count <= word { words.append(0) }
    words[word] |= 1 << (page & 63)
  }
}
