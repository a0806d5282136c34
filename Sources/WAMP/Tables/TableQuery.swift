package import FlatBuffersReflection

/// Which rows of an exposed table are asked for: what `list` and `count` take.
package struct TableQuery: Sendable, Equatable {
  /// The name of an index; `nil` for primary keys.
  package var index: String?
  package var lower = StoredKeyBound.none
  package var upper = StoredKeyBound.none
  /// Whether the greatest key comes first.
  package var isDescending = false
  /// The most rows; `nil` for as many as the server likes.
  package var limit: Int?
  /// Where the page before this one ended, as text.
  package var after: String?

  package init() {}
}

/// The rows that one answer has, and how `list` is paged: what both sides have to know.
package enum TablePaging {
  /// The rows of a page for which no limit is given.
  package static let defaultLimit = 100
  /// The most rows that may be asked for at once, and the most keys.
  package static let rowLimit = 10_000
  /// The rows that are looked at for a page, those that the caller may not see included.
  package static let scanLimit = 10_000
  /// The bytes of rows after which a page ends. A larger row has a page of its own.
  package static let byteLimit = 1 << 20
}

/// What ends a page of rows.
package struct TablePageEnd: Sendable, Equatable {
  /// How many rows the page has.
  package var count: Int
  /// Where the next page goes on, as text; `nil` if there is none.
  package var after: String?
  /// The positions of keys that have no row, where rows were asked for by keys.
  package var missing: [Int]
  /// How many of the keys were looked for.
  package var keys: Int
  /// The number of the last commit that the page knows of.
  package var commit: UInt64
  /// How far the table's changes are published; `nil` if they are not.
  package var changes: ChangeProgress?

  package init(
    count: Int, after: String? = nil, missing: [Int] = [], keys: Int = 0, commit: UInt64,
    changes: ChangeProgress? = nil
  ) {
    self.count = count
    self.after = after
    self.missing = missing
    self.keys = keys
    self.commit = commit
    self.changes = changes
  }
}
