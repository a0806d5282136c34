import RecordStore
import SeededRandom

/// Looks at what is stored in every way there is, and compares it with the model.
extension Trial {
  /// Some random looks at one snapshot.
  mutating func look() throws {
    var random = SplitMix64(seed: ~seed, step: steps)
    let count = Int.random(in: 1...4, using: &random)
    let model = model
    let spread = spread
    try store.read { snapshot in
      for _ in 0..<count {
        var look = Look(snapshot, model, spread, random)
        try look.any()
        random = look.random
      }
    }
    operations += count
  }
}

/// One look at a snapshot.
struct Look: ~Escapable {
  let snapshot: Snapshot
  let model: Model
  let spread: UInt64
  var random: SplitMix64

  @_lifetime(copy snapshot)
  init(_ snapshot: Snapshot, _ model: Model, _ spread: UInt64, _ random: SplitMix64) {
    self.snapshot = snapshot
    self.model = model
    self.spread = spread
    self.random = random
  }

  mutating func any() throws {
    switch Int.random(in: 0..<40, using: &random) {
    case 0..<14: try one()
    case 14..<18: try many()
    case 18..<25: try range()
    case 25..<30: try ends()
    case 30..<33: try code()
    case 33..<36: try stopsOfLine()
    case 36: try shelves()
    case 37: try tags()
    case 38: try minutes()
    default: try codes()
    }
  }

  private mutating func id() -> UInt64 { UInt64.random(in: 0..<spread, using: &random) }

  private mutating func order() -> KeyOrder { random.once(in: 2) ? .ascending : .descending }

  private mutating func one() throws {
    let id = id()
    let item = try snapshot.get(.items, id)?.draft
    try Difference.check("item \(id)", item, model.items[id])
    try Difference.check("whether there is \(id)", snapshot.contains(.items, id), model.items[id] != nil)
  }

  private mutating func many() throws {
    let ids = (0..<Int.random(in: 0...70, using: &random)).map { _ in
      UInt64.random(in: 0..<spread, using: &random)
    }
    var found: [Item.Draft?] = []
    try snapshot.get(.items, ids) { _, item in
      if let item { found.append(item.draft) } else { found.append(nil) }
    }
    try Difference.check("items \(ids)", found, ids.map { model.items[$0] })
  }

  private mutating func range() throws {
    let low = id()
    let range = KeyRange.random(low, low + UInt64.random(in: 0...50, using: &random), &random)
    let places = model.items.keys.indices.filter { range.contains(model.items.keys[$0], by: <) }
    try walk(.items, range, places.map { model.items.rows[$0] }, "items \(range)")
  }

  private mutating func ends() throws {
    let low = id()
    let range = KeyRange.random(low, low + 30, &random)
    let keys = model.items.keys.filter { range.contains($0, by: <) }
    try Difference.check("the first key of \(range)", snapshot.firstKey(.items, range), keys.first)
    try Difference.check("the last key of \(range)", snapshot.lastKey(.items, range), keys.last)
    let (first, last) = (try snapshot.first(.items, range)?.id, try snapshot.last(.items, range)?.id)
    try Difference.check("the first of \(range)", first, keys.first)
    try Difference.check("the last of \(range)", last, keys.last)
    try Difference.check("how many items", snapshot.count(.items), model.items.count)
    try Difference.check("how many stops", snapshot.count(.stops), model.stops.count)
  }

  private mutating func code() throws {
    let code = random.once(in: 4) ? String.random(&random) : "c\(id())"
    let item = try snapshot.get(by: .itemsByCode, code)?.draft
    try Difference.check("code \(code)", item, model.items.rows.first { $0.code == code })
    try Difference.check(
      "whether there is \(code)", snapshot.contains(by: .itemsByCode, code), item != nil)
  }

  private mutating func stopsOfLine() throws {
    let line = UInt16.random(in: 0..<12, using: &random)
    let name = String(String.random(&random).unicodeScalars.prefix(1))
    let bytes = Array(name.utf8)
    let rows = model.stops.rows.filter { $0.line == line && StopKey($0).name.starts(with: bytes) }
    if random.once(in: 2) {
      try walk(.stops, .prefix(line: line, nameStartingWith: name), rows, "line \(line) with \(name)")
    } else {
      try walk(.stops, .prefix(line: line), model.stops.rows.filter { $0.line == line }, "line \(line)")
    }
  }

  /// Walks over a range of a table either way, up to a limit and on from the token, and counts it.
  mutating func walk<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: KeyRange<Key>, _ rows: [Record.Draft], _ what: String
  ) throws where Record.Draft: Equatable {
    let order = order()
    let limit = Int.random(in: 0...rows.count + 1, using: &random)
    var found: [Record.Draft] = []
    var part = try snapshot.rows(table, range, order: order, limit: limit)
    while let record = try part.next() { found.append(record.draft) }
    try Difference.check("a part of \(what)", found.count, min(limit, rows.count))
    found += try snapshot.rows(table, range, order: order, after: part.token).map { $0.draft }
    try Difference.check(what, found, order == .ascending ? rows : rows.reversed())
    try Difference.check("how many \(what)", snapshot.count(table, range), rows.count)
  }
}
