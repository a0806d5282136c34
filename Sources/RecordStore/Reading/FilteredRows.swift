public import FlatBuffersRuntime

/// A walk over those records of a range that a condition accepts: what ``Rows/filter(_:)`` gives.
@frozen
public struct FilteredRows<Record: FlatTable & ~Escapable, Key: StoreKey>: ~Escapable {
  @usableFromInline var rows: Rows<Record, Key>
  @usableFromInline let isIncluded: (Record) throws -> Bool

  @inlinable @_lifetime(copy rows)
  init(_ rows: consuming Rows<Record, Key>, _ isIncluded: @escaping (Record) throws -> Bool) {
    self.rows = rows
    self.isIncluded = isIncluded
  }

  /// The next record that is accepted, or `nil` after the last one.
  ///
  /// - Throws: what the condition throws, or ``StoreError``.
  @inlinable @_lifetime(copy self)
  public mutating func next() throws -> Record? {
    while let record = try rows.next() {
      if try isIncluded(record) { return record }
    }
    return nil
  }

  /// The place to go on from later: after the last record that was looked at.
  public var token: CursorToken? { rows.token }

  /// Calls `body` with each record that is left.
  @inlinable
  public consuming func forEach(_ body: (Record) throws -> Void) throws {
    while let record = try next() { try body(record) }
  }

  /// What `transform` makes of each record that is left, in their order.
  @inlinable
  public consuming func map<T>(_ transform: (Record) throws -> T) throws -> [T] {
    try reduce(into: []) { $0.append(try transform($1)) }
  }

  /// What `transform` makes of each record that is left, without what is `nil`.
  @inlinable
  public consuming func compactMap<T>(_ transform: (Record) throws -> T?) throws -> [T] {
    try reduce(into: []) { results, record in
      if let result = try transform(record) { results.append(result) }
    }
  }

  /// What all records that are left make of `initial`, one after the other.
  @inlinable
  public consuming func reduce<Result>(
    into initial: Result, _ update: (inout Result, Record) throws -> Void
  ) throws -> Result {
    var result = initial
    try forEach { try update(&result, $0) }
    return result
  }
}
