/// Fields by their slots alone, for readers that know a schema only when they run.
extension TableView {
  /// Where a scalar, enum or struct stands in the table; `nil` if the field is absent.
  @_lifetime(copy self)
  package func inline(_ slot: Int) -> InlineView? {
    let offset = offset(slot)
    guard offset != 0 else { return nil }
    return unsafe InlineView(_unsafe: pointer + offset, scope: scope)
  }

  /// How many elements the vector of a slot has; 0 if the field is absent.
  package func elementCount(_ slot: Int) -> Int {
    guard let target = unsafe target(slot) else { return 0 }
    return unsafe VectorElements(_unsafe: target).count
  }

  /// Where an element of a vector of scalars, enums or structs stands; `nil` if there are not so many.
  ///
  /// - Parameter stride: the bytes from one element to the next, as the schema that the bytes were verified by says.
  @_lifetime(copy self)
  package func inlineElement(_ slot: Int, _ index: Int, stride: Int) -> InlineView? {
    guard let target = unsafe target(slot) else { return nil }
    let elements = unsafe VectorElements(_unsafe: target)
    guard (0..<elements.count).contains(index) else { return nil }
    return unsafe InlineView(_unsafe: elements.place(index, stride: stride), scope: scope)
  }
}
