extension DynamicTable {
  /// Whether another record says the same: what is absent counts as its default, and the order in which values lie in
  /// the bytes does not matter. Real numbers are the same if their bits are.
  ///
  /// A value in a place that the schema knows nothing of can't be compared, so that a table with one is the same as
  /// none.
  ///
  /// - Parameter other: a record of the same type of the same schema.
  /// - Complexity: linear in the size of both records.
  package func holdsSameValues(as other: DynamicTable) -> Bool {
    guard index == other.index, !holdsUnknownFields, !other.holdsUnknownFields else { return false }
    return definition.fields.allSatisfy { holdsSame($0, as: other) }
  }

  /// Whether a field of it says the same in another record of the type.
  func holdsSame(_ field: FieldDefinition, as other: DynamicTable) -> Bool {
    if let own = nestedRoot(field), let other = other.nestedRoot(field) {
      return own.holdsSameValues(as: other)
    }
    if field.isOptionalScalar, contains(field) != other.contains(field) { return false }
    switch (value(of: field), other.value(of: field)) {
    case (nil, nil): return contains(field) == other.contains(field)
    case (let own?, let others?): return own.isSame(as: others)
    default: return false
    }
  }

  /// Whether the record has values in places that the schema knows nothing of: those of a later version.
  private var holdsUnknownFields: Bool {
    let known = definition.fields.reduce(0) { max($0, $1.id + 1) }
    return slotCount > known && (known..<slotCount).contains { isFilled(slot: $0) }
  }
}

extension DynamicValue {
  fileprivate func isSame(as other: DynamicValue) -> Bool {
    switch (self, other) {
    case (.bool(let own), .bool(let other)): own == other
    case (.integer(let own), .integer(let other)): own == other
    case (.real(let own), .real(let other)): own.bitPattern == other.bitPattern
    case (.string(let own), .string(let other)): own == other
    case (.table(let own), .table(let other)): own.holdsSameValues(as: other)
    case (.structure(let own), .structure(let other)): own.isSame(as: other)
    case (.vector(let own), .vector(let other)): own.isSame(as: other)
    // What a member that the schema does not know says can't be told.
    default: false
    }
  }
}

extension DynamicStruct {
  fileprivate func isSame(as other: DynamicStruct) -> Bool {
    definition.fields.allSatisfy { field in
      guard let own = self[field], let other = other[field] else { return false }
      return own.isSame(as: other)
    }
  }
}

extension DynamicVector {
  fileprivate func isSame(as other: DynamicVector) -> Bool {
    guard count == other.count else { return false }
    // Bytes, the longest of vectors, at once.
    if stride == 1, tags == nil, let own = bytes, let other = other.bytes {
      return own == other
    }
    return indices.allSatisfy { index in
      guard tag(at: index) == other.tag(at: index) else { return false }
      switch (self[index], other[index]) {
      case (nil, nil): return true
      case (let own?, let other?): return own.isSame(as: other)
      default: return false
      }
    }
  }
}
