/// What of a walk is said with names: where it goes on, and which of its entries is wrong.
extension RowWalk {
  /// The place to go on from; `nil` if the walk began at the beginning and found nothing.
  var token: CursorToken? { token(at: standingKey) }

  /// The place behind an entry, by its ``key``; where the walk went on from if that is empty.
  func token(at key: RawSpan) -> CursorToken? {
    guard !key.isEmpty else { return beginning }
    let names = snapshot.names(of: source)
    return names.table.flatMap { CursorToken(table: $0, index: names.index, key: [UInt8](key)) }
  }
}

extension Snapshot {
  /// What a walk still has before it that goes on behind a token.
  ///
  /// - Throws: ``StoreError/Code/cursorToken`` if the token is of something else.
  @usableFromInline
  func range(
    _ range: EncodedRange, continuedAfter token: CursorToken, of source: RowSource, _ order: KeyOrder
  ) throws(StoreError) -> EncodedRange {
    let names = names(of: source)
    guard token.table == names.table, token.index == names.index else {
      func place(_ table: String, _ index: String?) -> String {
        index.map { "index \(table)/\($0)" } ?? "table \(table)"
      }
      throw StoreError(
        .cursorToken,
        "the cursor token is one of the \(place(token.table, token.index)), "
          + "not of the \(place(names.table ?? "", names.index))",
        table: names.table, index: names.index)
    }
    return range.continued(after: token.key, order)
  }

  /// - Parameter source: an index with an entry that has no record.
  @usableFromInline @inline(never)
  func missingRecord(of source: RowSource) -> StoreError {
    let names = names(of: source)
    return StoreError(
      .invalidRecord, "the index \(names.index ?? "") names a record that does not exist. Rebuild the index",
      table: names.table, index: names.index)
  }

  fileprivate func names(of source: RowSource) -> (table: String?, index: String?) {
    unsafe tables._withUnsafeGuaranteedRef { $0.names(of: source) }
  }
}
