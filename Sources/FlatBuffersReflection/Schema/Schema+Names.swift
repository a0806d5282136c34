extension Schema {
  /// The index of the table with this name: with its namespace, or without if that names one table only.
  public func table(named name: String) -> Int? {
    guard Lexer.isDottedName(name) else { return nil }
    let tables = objects.indices.filter { !objects[$0].isStruct }
    if let index = tables.first(where: { objects[$0].name.description == name }) { return index }
    let matches = tables.filter { objects[$0].name.name == name }
    return matches.count == 1 ? matches[0] : nil
  }
}
