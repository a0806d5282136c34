package import SharedBytes

/// What a replica writes in one transaction, with where it stands afterwards.
package struct ReplicaWrite: Sendable {
  package enum Step: Sendable {
    /// The tables become those of a replica, and empty: none can be read from now on.
    case begin
    /// Rows of the table at a place come behind those that are there.
    case rows([ReplicaRow], table: Int)
    /// Rows change, as whole commits of the source changed them.
    case changes([ReplicaRowChange])
    /// The rows are those of one commit: indexes are built, and the tables can be read.
    case complete
  }

  package let step: Step
  package let position: ReplicaPosition

  package init(_ step: Step, _ position: ReplicaPosition) {
    self.step = step
    self.position = position
  }
}

/// A row as it is stored, with the key that its record has.
package struct ReplicaRow: Sendable, Equatable {
  package let key: [UInt8]
  package let record: SharedBytes

  package init(key: [UInt8], record: SharedBytes) {
    self.key = key
    self.record = record
  }
}

/// What a commit made of a row.
package struct ReplicaRowChange: Sendable, Equatable {
  /// The source's commit.
  package let commit: UInt64
  /// The table's place.
  package let table: Int
  package let key: [UInt8]
  /// `nil` if the row is gone.
  package let record: SharedBytes?

  package init(commit: UInt64, table: Int, key: [UInt8], record: SharedBytes?) {
    self.commit = commit
    self.table = table
    self.key = key
    self.record = record
  }
}
