/// What the catalog says of a table that a replica keeps.
///
/// It stands with the table, so that all programs ask it that write the file, those of versions without replicas, too.
struct ReplicaMark: Sendable, Equatable {
  /// What it is a replica of.
  let source: String
  /// Whether its rows are of no one state of the source yet.
  let isIncomplete: Bool

  /// - Returns: `nil` if the table is no replica's.
  init?(_ table: CatalogTable.Draft) {
    guard let source = table.replicaOf else { return nil }
    self.source = source
    isIncomplete = table.replicaIsIncomplete
  }

  /// Why others can't write the table.
  var obstacle: String { "it is a replica of \(source), and written only from there" }

  /// What to say to who reads a table whose rows are of no one state.
  ///
  /// - Parameter place: the file's path, and what is being done.
  func incomplete(_ table: String, _ place: String) -> StoreError {
    StoreError(
      .replicaIncomplete,
      "\(place): the table \(table) is a replica of \(source) that is not whole yet: its rows are of no one commit. It can "
        + "be read once the replica has pulled all of them", table: table)
  }
}

extension OpenTables {
  /// What to say of a table that a replica does not have all rows of; `nil` if it is none.
  func incomplete(_ definition: TableDefinition?) -> StoreError? {
    guard let definition, let replica = known(definition)?.replica, replica.isIncomplete else { return nil }
    return replica.incomplete(definition.name, path)
  }
}
