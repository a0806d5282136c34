/// What a write may change.
enum WriteScope: Sendable {
  /// Records of tables that are not a replica's.
  case records
  /// Those that are, too.
  case replica
  /// These, and what the catalog says of them.
  case replicaCatalog

  var changesCatalog: Bool {
    switch self {
    case .records, .replica: false
    case .replicaCatalog: true
    }
  }

  /// The tables as the write finds them.
  func tables(of beginning: StoreState.Beginning) -> OpenTables {
    switch self {
    case .records: beginning.tables
    case .replica, .replicaCatalog: beginning.tables.asReplica ?? beginning.tables
    }
  }
}
