import RecordStore

/// The rows as a stream of changes tells them: each change has to begin where the one before ended.
struct FollowedRows {
  private var items = SortedRows<UInt64, Item.Draft>()
  private var stops = SortedRows<StopKey, Stop.Draft>()
  /// The commit that was told last.
  private(set) var number: UInt64

  /// - Parameter number: the commit at which there were no rows.
  init(from number: UInt64) { self.number = number }

  /// Takes all commits up to one from a stream.
  ///
  /// - Throws: ``Difference`` if something can't be told, or a change does not go with those before.
  mutating func follow(_ changes: inout StoreChanges.AsyncIterator, through last: UInt64) async throws {
    while number < last {
      guard let event = try await changes.next(isolation: nil) else {
        throw Difference("the stream ended after commit \(number) of \(last)")
      }
      switch event {
      case .unknown(let unknown):
        throw Difference("the stream does not know \(unknown.since) to \(unknown.through): \(unknown.reason)")
      case .commit(let commit):
        guard commit.number > number else { throw Difference("commit \(commit.number) came after \(number)") }
        for row in commit.rows { try apply(row, commit.number) }
        if commit.isComplete { number = commit.number }
      }
    }
  }

  private mutating func apply(_ change: StoredRowChange, _ number: UInt64) throws {
    if let row = try change.row(of: .items), let id = row.key {
      try Difference.check("commit \(number), item \(id) before", row.old?.record.draft, items[id])
      items[id] = row.new?.record.draft
    } else if let row = try change.row(of: .stops), let key = row.key {
      let stop = StopKey(Stop.Draft(line: key.line, name: key.name))
      try Difference.check("commit \(number), stop \(stop) before", row.old?.record.draft, stops[stop])
      stops[stop] = row.new?.record.draft
    } else {
      throw Difference("commit \(number) changed \(change.table), row \(change.keyText)")
    }
  }

  /// - Throws: if the rows are not those of the model.
  func check(_ model: Model) throws {
    try Difference.check("items of the changes", items, model.items)
    try Difference.check("stops of the changes", stops, model.stops)
  }
}
