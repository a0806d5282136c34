/// What sequences have; Swift 6.3 has no sequences of views.
extension Rows where Record: ~Escapable {
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

  /// What `combine` makes of `initial` and all records that are left, one after the other.
  @inlinable
  public consuming func reduce<Result>(
    _ initial: Result, _ combine: (Result, Record) throws -> Result
  ) throws -> Result {
    try reduce(into: initial) { $0 = try combine($0, $1) }
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

  /// The records that `isIncluded` accepts; it is asked as the walk goes on.
  @inlinable @_lifetime(copy self)
  public consuming func filter(
    _ isIncluded: @escaping (Record) throws -> Bool
  ) -> FilteredRows<Record, Key> {
    FilteredRows(self, isIncluded)
  }
}
