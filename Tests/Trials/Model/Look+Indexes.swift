import RecordStore
import SeededRandom

/// Looks through indexes: entries sort by their key, and then by the key of the row.
extension Look {
  /// Walks over a range of an index either way, up to a limit and on from the token, and counts it.
  private mutating func walk<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ range: KeyRange<Key>, _ rows: [Record.Draft], _ what: String
  ) throws where Record.Draft: Equatable {
    let order: KeyOrder = random.once(in: 2) ? .ascending : .descending
    let limit = Int.random(in: 0...rows.count + 1, using: &random)
    var found: [Record.Draft] = []
    var part = try snapshot.rows(by: index, range, order: order, limit: limit)
    while let record = try part.next() { found.append(record.draft) }
    try Difference.check("a part of \(what)", found.count, min(limit, rows.count))
    found += try snapshot.rows(by: index, range, order: order, after: part.token).map { $0.draft }
    try Difference.check(what, found, order == .ascending ? rows : rows.reversed())
    try Difference.check("how many \(what)", snapshot.count(by: index, range), rows.count)
  }

  /// The rows whose keys lie in a range, in the order of an index. Rows come in the order of their primary keys, and
  /// sorting keeps that among equal ones.
  private func rows<Row, Key>(
    _ entries: [(key: Key, row: Row)], by precedes: (Key, Key) -> Bool, where isIncluded: (Key) -> Bool
  ) -> [Row] {
    entries.filter { isIncluded($0.key) }.enumerated().sorted { left, right in
      if precedes(left.element.key, right.element.key) { return true }
      if precedes(right.element.key, left.element.key) { return false }
      return left.offset < right.offset
    }.map(\.element.row)
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  mutating func shelves() throws {
    func key(_ item: Item.Draft) -> Item.ItemsByShelfKey { .init(shelf: item.shelf, rank: item.rank) }
    func precedes(_ left: Item.ItemsByShelfKey, _ right: Item.ItemsByShelfKey) -> Bool {
      left.shelf == right.shelf ? left.rank > right.rank : left.shelf < right.shelf
    }
    func random(_ random: inout SplitMix64) -> Item.ItemsByShelfKey {
      .init(shelf: UInt32.random(in: 0..<9, using: &random), rank: Int32.random(in: -4...4, using: &random))
    }
    let entries = model.items.rows.map { (key($0), $0) }
    if self.random.once(in: 2) {
      let shelf = UInt32.random(in: 0..<9, using: &self.random)
      let rows = rows(entries, by: precedes) { $0.shelf == shelf }
      return try walk(by: .itemsByShelf, .prefix(shelf: shelf), rows, "shelf \(shelf)")
    }
    let range = KeyRange.random(random(&self.random), random(&self.random), &self.random)
    let rows = rows(entries, by: precedes) { range.contains($0, by: precedes) }
    try walk(by: .itemsByShelf, range, rows, "shelves \(range)")
  }

  mutating func tags() throws {
    var entries: [(String, Item.Draft)] = []
    for item in model.items.rows {
      var tags: [String] = []
      for tag in item.tags ?? [] where !tags.contains(where: { $0.utf8.elementsEqual(tag.utf8) }) {
        tags.append(tag)
      }
      for tag in tags { entries.append((tag, item)) }
    }
    let (low, high) = (String.random(&random), String.random(&random))
    if random.once(in: 2) {
      let rows = rows(entries, by: Look.precedes) { $0.utf8.starts(with: low.utf8) }
      return try walk(by: .itemsByTag, .prefix(low), rows, "tags with \(low)")
    }
    let range = KeyRange.random(low, high, &random)
    let rows = rows(entries, by: Look.precedes) { range.contains($0, by: Look.precedes) }
    try walk(by: .itemsByTag, range, rows, "tags \(range)")
  }

  mutating func minutes() throws {
    let range = KeyRange.random(
      Int32.random(in: -3...3, using: &random), Int32.random(in: -3...3, using: &random), &random)
    let entries = model.stops.rows.map { ($0.minutes, $0) }
    let rows = rows(entries, by: <) { range.contains($0, by: <) }
    try walk(by: .stopsByMinutes, range, rows, "minutes \(range)")
  }

  mutating func codes() throws {
    let (low, high) = (String.random(&random), "c\(UInt64.random(in: 0..<spread, using: &random))")
    let range = KeyRange.random(low, high, &random)
    let entries = model.items.rows.compactMap { item in item.code.map { ($0, item) } }
    let rows = rows(entries, by: Look.precedes) { range.contains($0, by: Look.precedes) }
    try walk(by: .itemsByCode, range, rows, "codes \(range)")
  }
}
