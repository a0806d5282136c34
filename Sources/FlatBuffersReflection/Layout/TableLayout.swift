/// Which slot of the vtable each field of a table has.
package enum TableLayout {
  /// The most slots a vtable can have: its size and every offset are 16-bit numbers.
  package static let slotLimit = (0xFFFF - 4) / 2

  /// The offset within the vtable of a slot: the vtable starts with two 16-bit sizes.
  package static func vtableOffset(slot: Int) -> Int { 4 + 2 * slot }

  /// What keeps explicit ids from being the slots of a table.
  package enum Problem: Error, Equatable {
    /// Fields with and without an id are mixed; the index of one without.
    case missingID(field: Int)
    /// A union's id has no room before it for the tag.
    case noRoomForTag(field: Int)
    /// The ids don't count from 0 without gaps; the index of a field and the id expected instead of its own.
    case notConsecutive(field: Int, expected: Int)
  }

  /// The slots of the fields, in their order; a union has the slot after its tag's.
  ///
  /// - Parameters:
  ///   - ids: the explicit ids of the fields, if there are any.
  ///   - hasTag: for each field whether a hidden tag field stands before it.
  package static func slots(ids: [Int?], hasTag: [Bool]) throws(Problem) -> [Int] {
    guard ids.contains(where: { $0 != nil }) else {
      var next = 0
      return hasTag.map { tagged in
        defer { next += tagged ? 2 : 1 }
        return tagged ? next + 1 : next
      }
    }
    var order: [(id: Int, field: Int)] = []
    for (field, id) in ids.enumerated() {
      guard let id else { throw .missingID(field: field) }
      guard !hasTag[field] || id > 0 else { throw .noRoomForTag(field: field) }
      order.append((id, field))
    }
    order.sort { ($0.id, $0.field) < ($1.id, $1.field) }
    var expected = 0
    for (id, field) in order {
      if hasTag[field] { expected += 1 }
      guard id == expected else { throw .notConsecutive(field: field, expected: expected) }
      expected += 1
    }
    return order.sorted { $0.field < $1.field }.map(\.id)
  }
}
