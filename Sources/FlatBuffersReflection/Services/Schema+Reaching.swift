extension Schema {
  /// The tables and structs that a value may be, by their indexes.
  func objects(in element: ElementType) -> [Int] {
    switch element {
    case .structure(let index), .table(let index): [index]
    case .union(let index): enums[index].members.compactMap(\.type).flatMap { objects(in: $0) }
    case .scalar, .string, .enumeration, .unionTag: []
    }
  }

  /// The tables and structs that a field may hold, nested records included.
  func objects(in field: FieldDefinition) -> [Int] {
    objects(in: field.type.element) + (field.nestedTable.map { [$0] } ?? [])
  }

  /// The tables and structs that the fields of one may be.
  func objects(heldBy index: Int) -> [Int] {
    objects[index].fields.filter { !$0.isDeprecated }.flatMap { objects(in: $0) }
  }

  /// A table or struct and all that may lie within it.
  ///
  /// - Complexity: linear in the number of their fields.
  func objects(within index: Int) -> [Int] {
    var found: Set<Int> = [index]
    var all = [index]
    var position = 0
    while position < all.count {
      for held in objects(heldBy: all[position]) where found.insert(held).inserted { all.append(held) }
      position += 1
    }
    return all
  }
}
