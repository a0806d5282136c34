/// What to say of tables and indexes that no schema of the store has.
extension OpenTables {
  func unknown(_ definition: TableDefinition) -> StoreError {
    StoreError(.unknownTable, unknown("table \(definition.name)"), table: definition.name)
  }

  @usableFromInline @inline(never)
  func unknown(_ definition: IndexDefinition) -> StoreError {
    StoreError(.unknownTable, unknown("index \(definition.name)"), index: definition.name)
  }

  private func unknown(_ what: String) -> String {
    "\(path): the \(what) belongs to a schema the store was not opened with. "
      + "Open the store with the schema that defines it"
  }
}
