import RecordStore

/// Changes with conditions, and what a transaction reads of its own.
extension TrialOperation {
  /// A condition, and whether it holds of the item with the key.
  private mutating func condition(_ id: UInt64) throws -> (WriteCondition<Item>, Bool) {
    let stored = model.items[id]
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return (.absent, stored == nil)
    case 1: return (.present, stored != nil)
    case 2:
      let other = Item.Draft.random(id: id, &random)
      return (.unchanged(from: try RecordBuffer(other)), stored == other)
    default:
      let item = stored ?? Item.Draft(id: id)
      return (.unchanged(from: try RecordBuffer(item)), stored != nil)
    }
  }

  mutating func putConditionally(_ txn: inout WriteTransaction) throws {
    let item = Item.Draft.random(id: id(), &random)
    let (condition, holds) = try condition(item.id)
    try Difference.check(
      "putting \(item.id) if \(condition)", txn.put(item, in: .items, if: condition), holds)
    if holds { model.set(item.id, item) }
  }

  mutating func deleteConditionally(_ txn: inout WriteTransaction) throws {
    let id = id()
    let (condition, holds) = try condition(id)
    let wasThere = model.items[id] != nil
    try Difference.check(
      "deleting \(id) if \(condition)", txn.delete(.items, id, if: condition), holds && wasThere)
    if holds { model.set(id, nil) }
  }

  mutating func readBack(_ txn: inout WriteTransaction) throws {
    let id = id()
    let found = try txn.get(.items, id)?.draft
    try Difference.check("item \(id) within a write", found, model.items[id])
    try Difference.check("how many items within a write", txn.count(.items), model.items.count)
    try Difference.check("the last item within a write", txn.lastKey(.items), model.items.keys.last)
    let range = KeyRange.random(id, id + 20, &random)
    let rows = try txn.rows(.items, range, order: .descending).map { $0.id }
    let expected = model.items.keys.filter { range.contains($0, by: <) }
    try Difference.check("items \(range) within a write", rows, expected.reversed())
    let code = "c\(id)"
    do {
      let holder = try txn.contains(by: .itemsByCode, code)
      try Difference.check("code \(code) within a write", holder, model.isHeld(code))
    } catch let error as StoreError where error.code == .indexUnavailable {
      // While two have a value, who has it can't be told.
      guard model.isContested else { throw error }
    }
  }
}
