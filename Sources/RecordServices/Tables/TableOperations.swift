/// What callers may do with a table that a router exposes: see `Router.expose(_:of:as:in:allowing:showing:)`.
public struct TableOperations: OptionSet, Sendable, Hashable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Rows by their primary keys: the procedures `get` and `get_many`.
  public static let get = TableOperations(rawValue: 1 << 0)
  /// Rows of ranges of primary keys and of keys of indexes: the procedure `list`.
  public static let list = TableOperations(rawValue: 1 << 1)
  /// How many rows a range has: the procedure `count`.
  public static let count = TableOperations(rawValue: 1 << 2)

  /// Rows stored in place of those with the same primary keys, or as new ones.
  public static let put = TableOperations(rawValue: 1 << 3)
  /// New rows stored.
  public static let insert = TableOperations(rawValue: 1 << 4)
  /// Rows stored in place of those with the same primary keys.
  public static let update = TableOperations(rawValue: 1 << 5)
  /// Rows deleted.
  public static let delete = TableOperations(rawValue: 1 << 6)
  /// All changes published, as `Router.publishChanges(of:from:to:)` does, to the topic `changed`.
  public static let changes = TableOperations(rawValue: 1 << 7)

  /// Rows got, listed and counted.
  public static let reading: TableOperations = [.get, .list, .count]
  /// Rows put, inserted, updated and deleted.
  public static let writing: TableOperations = [.put, .insert, .update, .delete]
  /// All that can be allowed.
  public static let all: TableOperations = [.reading, .writing, .changes]
}
