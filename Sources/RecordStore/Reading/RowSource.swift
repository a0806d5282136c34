/// What a walk goes through: a table, or an index of one.
///
/// Free to copy: tables and indexes are defined once and never freed.
@frozen @usableFromInline @safe
enum RowSource {
  case table(Unmanaged<TableDefinition>)
  case index(Unmanaged<IndexDefinition>)
}

extension OpenTables {
  /// The names of a walk's table and index, for errors and tokens.
  func names(of source: RowSource) -> (table: String?, index: String?) {
    switch source {
    case .table(let table):
      return (unsafe table._withUnsafeGuaranteedRef { $0.name }, nil)
    case .index(let index):
      let index = unsafe index.takeUnretainedValue()
      return (table(of: index)?.name, index.name)
    }
  }
}
