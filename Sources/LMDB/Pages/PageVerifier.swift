/// Looks at all pages of trees, each of which it may meet once only.
struct PageVerifier {
  private let map: PageMap
  private let lastPage: UInt64
  private(set) var report = PageReport()
  /// Whether a page was met, in use or free.
  private var isUsed: [Bool]
  private var scratch: [UInt32] = []
  private let progress: (_ pages: Int, _ of: Int) -> Void
  private var met = 0

  /// - Parameter lastPage: of the commit; no larger than any file could have that holds its list of free pages.
  init(_ map: PageMap, lastPage: UInt64, progress: @escaping (Int, Int) -> Void = { _, _ in }) {
    self.map = map
    self.lastPage = lastPage
    self.progress = progress
    isUsed = Array(repeating: false, count: Int(clamping: lastPage) + 1)
    for header in 0..<min(2, isUsed.count) { isUsed[header] = true }
  }

  // MARK: - Trees

  /// What a tree's pages hold.
  enum Contents: Equatable {
    /// Lists of free pages.
    case free
    /// The main database's values and records of others, which are followed if asked for.
    case main(following: Bool)
    /// The values of a database that was made with flags.
    case database(flags: UInt16)
  }

  private struct Counts: Equatable {
    var branch: UInt64 = 0
    var leaf: UInt64 = 0
    var overflow: UInt64 = 0
    var entries: UInt64 = 0
  }

  /// Looks at a tree.
  ///
  /// - Parameter holder: the page with its record, for messages.
  mutating func verify(_ record: TreeRecord, _ contents: Contents, holder: UInt64) {
    guard let tree = record.tree else { return report.note(PageFault(holder, .record)) }
    guard tree.depth > 0 else { return }
    var counts = Counts()
    let faults = report.faultCount
    visit(tree.root, height: tree.depth, contents, .all, &counts)
    // What lies below a damaged page was not counted.
    guard report.faultCount == faults else { return }
    var stated = Counts(
      branch: record.branchPages, leaf: record.leafPages, overflow: record.overflowPages,
      entries: tree.entries)
    // Values of one key are counted one by one there.
    if case .database(let flags) = contents, flags & DatabaseFlag.duplicates != 0 {
      stated.entries = counts.entries
    }
    if counts != stated { report.note(PageFault(holder, .count)) }
  }

  /// Looks at the pages of a tree whose record is not at hand.
  mutating func follow(_ tree: Tree) {
    var counts = Counts()
    if tree.depth > 0 { visit(tree.root, height: tree.depth, .database(flags: 0), .all, &counts) }
  }

  private mutating func visit(
    _ number: UInt64, height: Int, _ contents: Contents, _ bounds: PageMap.KeyBounds, _ counts: inout Counts
  ) {
    do throws(PageFault) {
      let kind = height > 1 ? PageMap.Kind.branch : .leaf
      let page = try map.page(number, kind)
      try claim(number)
      try map.check(page, kind, contents.sortsAsBytes ? bounds : nil, &scratch)
      if kind == .branch {
        counts.branch += 1
        report.branchPages += 1
        try visitChildren(of: page, height: height, contents, bounds, &counts)
      } else {
        counts.leaf += 1
        counts.entries += UInt64(page.count)
        report.leafPages += 1
        for index in 0..<page.count {
          try visitValue(of: page.node(index, size: map.pageSize), in: page, contents, &counts)
        }
      }
    } catch {
      report.note(error)
    }
  }

  private mutating func visitChildren(
    of page: TreePage, height: Int, _ contents: Contents, _ bounds: PageMap.KeyBounds,
    _ counts: inout Counts
  ) throws(PageFault) {
    for index in 0..<page.count {
      var part = bounds
      let node = try page.node(index, size: map.pageSize)
      if index > 0 { unsafe part.low = node.key }
      if index + 1 < page.count { unsafe part.high = try page.node(index + 1, size: map.pageSize).key }
      visit(node.child, height: height - 1, contents, part, &counts)
    }
  }

  private mutating func visitValue(
    of node: TreePage.Node, in page: TreePage, _ contents: Contents, _ counts: inout Counts
  ) throws(PageFault) {
    if node.isLarge {
      let pages = try map.overflow(of: node, in: page)
      for number in pages.first..<pages.first + pages.count { try claim(number) }
      counts.overflow += pages.count
      report.overflowPages += Int(pages.count)
    }
    let value = unsafe try map.value(of: node, in: page)
    switch contents {
    case .free: unsafe try noteFree(value, page)
    case .main(following: true) where node.isDatabase:
      report.databases += 1
      unsafe try follow(value, page) { record in .database(flags: record.flags) }
    case .database(let flags) where flags & DatabaseFlag.duplicates != 0 && node.flags & 0x06 == 0x06:
      // The values of one key are a tree of their own, sorted as its flags say.
      // They have none below them, so that no crafted file goes deeper than its levels.
      unsafe try follow(value, page) { _ in .database(flags: DatabaseFlag.reversed) }
    default: break
    }
  }

  private mutating func follow(
    _ value: UnsafeRawBufferPointer, _ page: TreePage, _ contents: (TreeRecord) -> Contents
  ) throws(PageFault) {
    guard value.count == TreeRecord.byteCount, let start = value.baseAddress else {
      throw page.fault(.record)
    }
    let record = unsafe TreeRecord(start)
    verify(record, contents(record), holder: page.number)
  }

  // MARK: - Pages

  /// Notes pages of a list of free ones: a count, then that many numbers, the largest first.
  private mutating func noteFree(_ list: UnsafeRawBufferPointer, _ page: TreePage) throws(PageFault) {
    func word(_ index: Int) -> UInt64 {
      unsafe list.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
    }
    guard list.count >= 8, word(0) <= UInt64(list.count / 8 - 1) else { throw page.fault(.freeList) }
    var before = UInt64.max
    for index in 0..<Int(word(0)) {
      let number = word(index + 1)
      guard number < before, number >= 2, number <= lastPage else { throw page.fault(.freeList) }
      try claim(number)
      report.freePages += 1
      before = number
    }
  }

  private mutating func claim(_ number: UInt64) throws(PageFault) {
    guard number < isUsed.count else { throw PageFault(number, .outside) }
    guard !isUsed[Int(number)] else { throw PageFault(number, .shared) }
    isUsed[Int(number)] = true
    met += 1
    if met % 4096 == 0 { progress(met, isUsed.count) }
  }

  /// What was found, after all trees were looked at.
  func finished() -> PageReport {
    var report = report
    report.unreachablePages = isUsed.count { !$0 }
    return report
  }
}

/// Flags that a database may have been made with (`lmdb.h`).
private enum DatabaseFlag {
  static let reversed: UInt16 = 0x02
  static let duplicates: UInt16 = 0x04
  static let integerKeys: UInt16 = 0x08
}

extension PageVerifier.Contents {
  /// Whether keys are in the order of their bytes.
  fileprivate var sortsAsBytes: Bool {
    switch self {
    case .free: false
    case .main: true
    case .database(let flags): flags & (DatabaseFlag.reversed | DatabaseFlag.integerKeys) == 0
    }
  }
}
