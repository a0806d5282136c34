internal import RecordStore
internal import WAMP

/// The rows that a call of `list` or `count` asks for, checked against the table.
struct TableRange {
  /// `nil` for primary keys.
  let index: ServedIndex?
  let keys: StoredKeyRange
  let order: KeyOrder
  let limit: Int
  let token: CursorToken?

  /// What a record asks for.
  ///
  /// - Throws: ``WAMPError`` or ``StoreError`` with what is wrong.
  init(_ query: TableQuery, of table: ServedTable) throws {
    index = try query.index.map { try table.index(named: $0) }
    keys = StoredKeyRange(lower: query.lower, upper: query.upper)
    order = query.isDescending ? .descending : .ascending
    limit = try Self.checked(query.limit)
    token = try Self.token(query.after)
    try check(table)
  }

  /// What plain arguments ask for: `by`, `from` and `to`, in pages also `order`, `limit` and `after`, all by name.
  ///
  /// - Throws: ``WAMPError`` or ``StoreError`` with what is wrong.
  init(_ arguments: inout PlainArguments, of table: ServedTable, isPaged: Bool) throws {
    index = try arguments.takeText("by").map { try table.index(named: $0) }
    let key = index.map(\.key) ?? table.key
    keys = StoredKeyRange(
      lower: try arguments.takeKeyBeginning("from", of: key).map { .beginning($0) } ?? .none,
      upper: try arguments.takeKeyBeginning("to", of: key).map { .beginning($0) } ?? .none)
    order = isPaged ? try arguments.takeOrder("order") : .ascending
    limit = try Self.checked(isPaged ? arguments.takeCount("limit") : nil)
    token = try Self.token(isPaged ? arguments.takeText("after") : nil)
    try check(table)
  }

  private func check(_ table: ServedTable) throws(StoreError) {
    try table.check(keys, by: index)
    if let token { try table.check(token, by: index) }
  }

  private static func checked(_ limit: Int?) throws(WAMPError) -> Int {
    guard let limit else { return TablePaging.defaultLimit }
    guard 1...TablePaging.rowLimit ~= limit else {
      throw WAMPError(
        .invalidArgument, "argument 'limit': found \(limit), expected 1 to \(TablePaging.rowLimit)")
    }
    return limit
  }

  private static func token(_ text: String?) throws(WAMPError) -> CursorToken? {
    guard let text else { return nil }
    guard let token = CursorToken(text) else {
      throw WAMPError(
        .invalidArgument, "argument 'after': found \(text.quoted), expected the 'after' of the page before")
    }
    return token
  }
}

extension ServedTable {
  fileprivate func index(named name: String) throws(WAMPError) -> ServedIndex {
    if let index = indexes.first(where: { $0.name == name }) { return index }
    let names = indexes.map(\.name).joined(separator: ", ")
    throw WAMPError(
      .invalidArgument,
      "found the index \(name.quoted), expected " + (names.isEmpty ? "none" : names))
  }
}
