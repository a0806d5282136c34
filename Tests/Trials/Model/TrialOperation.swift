import RecordStore
import SeededRandom

/// One change, made in a transaction and in the model: what the store says of it has to be what the model says.
struct TrialOperation {
  let spread: UInt64
  var model: Model
  var random: SplitMix64
  private(set) var count = 0

  init(spread: UInt64, model: Model, random: SplitMix64) {
    self.spread = spread
    self.model = model
    self.random = random
  }

  private struct NestedFailure: Error {}

  mutating func id() -> UInt64 { UInt64.random(in: 0..<spread, using: &random) }

  /// - Parameter depth: how deep the transaction is nested.
  mutating func change(_ txn: inout WriteTransaction, depth: Int = 0) throws {
    count += 1
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<24: try put(&txn)
    case 24..<32: try insert(&txn)
    case 32..<44: try update(&txn)
    case 44..<54: try delete(&txn)
    case 54..<57: try deleteRange(&txn)
    case 57..<60: try deleteByIndex(&txn)
    case 60..<68: try putConditionally(&txn)
    case 68..<72: try deleteConditionally(&txn)
    case 72..<77: try append(&txn)
    case 77..<88: try changeStop(&txn)
    case 88..<93: try readBack(&txn)
    case 93: try truncate(&txn)
    default:
      if depth < 3 { try nest(&txn, depth: depth + 1) } else { try put(&txn) }
    }
  }

  private mutating func nest(_ txn: inout WriteTransaction, depth: Int) throws {
    let before = model
    do {
      try txn.nested { part in
        for _ in 0..<Int.random(in: 1...4, using: &random) { try change(&part, depth: depth) }
        if random.once(in: 2) { throw NestedFailure() }
      }
    } catch is NestedFailure {
      model = before
    }
  }

  private mutating func put(_ txn: inout WriteTransaction) throws {
    let item = Item.Draft.random(id: id(), &random)
    if random.once(in: 4) {
      try txn.put(RecordBuffer<Item>(item), in: .items)
    } else {
      try txn.put(item, in: .items)
    }
    model.set(item.id, item)
  }

  private mutating func insert(_ txn: inout WriteTransaction) throws {
    let item = Item.Draft.random(id: id(), &random)
    let exists = model.items[item.id] != nil
    do {
      try txn.insert(item, into: .items)
      try Difference.check("inserting \(item.id) finds a record", false, exists)
      model.set(item.id, item)
    } catch let error as StoreError where error.code == .recordExists {
      try Difference.check("inserting \(item.id) finds a record", true, exists)
    }
  }

  private mutating func update(_ txn: inout WriteTransaction) throws {
    let id = id()
    let kind = Int.random(in: 0..<12, using: &random)
    do {
      let wasThere = try txn.update(.items, id) { item in
        item.change(&random)
        if kind == 0 { throw NestedFailure() }
        if kind == 1 { item.id += 1 }
        model.set(item.id, kind > 1 ? item : model.items[item.id])
      }
      try Difference.check("updating \(id)", wasThere, model.items[id] != nil)
    } catch is NestedFailure where kind == 0 {
      // Nothing has changed.
    } catch let error as StoreError where error.code == .key && kind == 1 {
      // Nor has it here.
    }
  }

  private mutating func delete(_ txn: inout WriteTransaction) throws {
    let id = id()
    try Difference.check("deleting \(id)", txn.delete(.items, id), model.items[id] != nil)
    model.set(id, nil)
  }

  private mutating func deleteRange(_ txn: inout WriteTransaction) throws {
    let low = id()
    let length = UInt64.random(in: 0...10, using: &random)
    let range = KeyRange.random(low, low + length, &random)
    let ids = model.items.keys.filter { range.contains($0, by: <) }
    // Rarely many, so that tables grow.
    guard ids.count <= 10 || random.once(in: 100) else { return }
    try Difference.check("deleting \(range)", txn.delete(.items, range), ids.count)
    for id in ids { model.set(id, nil) }
  }

  private mutating func deleteByIndex(_ txn: inout WriteTransaction) throws {
    let ids: [UInt64]
    if random.once(in: 2) {
      let tag = String.random(&random) + "a"
      ids = model.items.rows.filter { $0.tags?.contains(tag) == true }.map(\.id)
      try Difference.check("deleting the tag \(tag)", txn.delete(by: .itemsByTag, .only(tag)), ids.count)
    } else {
      let (shelf, rank) = (UInt32.random(in: 0..<9, using: &random), Int32.random(in: -4...4, using: &random))
      ids = model.items.rows.filter { $0.shelf == shelf && $0.rank == rank }.map(\.id)
      let range = KeyRange.only(Item.ItemsByShelfKey(shelf: shelf, rank: rank))
      try Difference.check(
        "deleting \(shelf), \(rank)", txn.delete(by: .itemsByShelf, range), ids.count)
    }
    for id in ids { model.set(id, nil) }
  }

  private mutating func truncate(_ txn: inout WriteTransaction) throws {
    if random.once(in: 100) {
      try Difference.check("emptying items", txn.truncate(.items), model.items.count)
      for id in model.items.keys { model.set(id, nil) }
    } else {
      try Difference.check("emptying stops", txn.truncate(.stops), model.stops.count)
      for key in model.stops.keys { model.set(key, nil) }
    }
  }

  private mutating func append(_ txn: inout WriteTransaction) throws {
    // Behind the last one, if that leaves it among the keys, or anywhere.
    let last = model.items.keys.last
    let id = random.once(in: 3) ? id() : min(last.map { $0 + 1 } ?? 0, spread)
    let item = Item.Draft.random(id: id, &random)
    let comesLast = last.map { id > $0 } ?? true
    do {
      try txn.append(item, to: .items)
      try Difference.check("\(id) can be appended", true, comesLast)
      model.set(id, item)
    } catch let error as StoreError where error.code == .recordExists {
      try Difference.check("\(id) can be appended", false, comesLast)
    }
  }

  private mutating func changeStop(_ txn: inout WriteTransaction) throws {
    let stop = Stop.Draft.random(&random)
    let key = StopKey(stop)
    switch Int.random(in: 0..<8, using: &random) {
    case 0..<5:
      try txn.put(stop, in: .stops)
      model.set(key, stop)
    case 5, 6:
      try Difference.check("deleting \(key)", txn.delete(.stops, key.stored), model.stops[key] != nil)
      model.set(key, nil)
    default:
      let range = KeyRange.prefix(line: stop.line, nameStartingWith: stop.name)
      let keys = model.stops.keys.filter { $0.line == key.line && $0.name.starts(with: key.name) }
      try Difference.check("deleting what begins with \(key)", txn.delete(.stops, range), keys.count)
      for key in keys { model.set(key, nil) }
    }
  }
}
