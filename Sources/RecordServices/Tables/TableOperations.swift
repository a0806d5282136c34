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

  /// All that changes nothing.
  public static let reading: TableOperations = [.get, .list, .count]
}
