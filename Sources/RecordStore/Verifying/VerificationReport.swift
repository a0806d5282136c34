/// What is wrong with a store's file, and what was looked at.
public struct VerificationReport: Sendable, Equatable {
  /// One thing that is wrong.
  public struct Fault: Sendable, Equatable {
    /// What it is that is wrong; later versions may have more.
    public struct Kind: Sendable, Hashable, CustomStringConvertible {
      public let description: String

      private init(_ name: String) { description = name }

      /// A page can't be read: the file is damaged.
      public static let page = Kind("page")
      /// What the file says of its tables contradicts itself or the file.
      public static let catalog = Kind("catalog")
      /// The note of the last commit is missing or contradicts the file.
      public static let commitMark = Kind("commit mark")
      /// A row is no record of its schema.
      public static let record = Kind("record")
      /// A row lies under another key than that of its record.
      public static let key = Kind("key")
      /// A row lacks an entry in an index, or an entry leads to no row or the wrong one.
      public static let index = Kind("index")
      /// Two rows have the same value in a unique index.
      public static let unique = Kind("unique")
    }

    /// What it is that is wrong.
    public let kind: Kind
    /// The table it concerns.
    public let table: String?
    /// The index it concerns.
    public let index: String?
    /// The primary key of the row it concerns, as text.
    public let key: String?
    /// What was found and what is expected.
    public let message: String
  }

  /// A table that was looked through.
  public struct Table: Sendable, Equatable {
    /// The table's name.
    public let name: String
    /// How many rows it has.
    public internal(set) var records = 0
    /// The indexes that were held against the rows.
    public internal(set) var indexes: [String] = []
  }

  /// The pages of the file.
  public struct Pages: Sendable, Equatable {
    /// Those of tables, indexes and LMDB's own lists.
    public internal(set) var used = 0
    /// Those that later commits use again.
    public internal(set) var free = 0
    /// Those that are neither: lost room, but no damage.
    public internal(set) var lost = 0
  }

  /// How many faults are listed at most.
  public static let faultLimit = 1000

  /// The number of the commit that was verified.
  public internal(set) var commitNumber: UInt64 = 0
  /// The pages that were looked at; `nil` where the system does not tell where they lie.
  public internal(set) var pages: Pages?
  /// The tables that were looked through.
  public internal(set) var tables: [Table] = []
  /// The first faults, ``faultLimit`` at most.
  public private(set) var faults: [Fault] = []
  /// How many faults there are.
  public private(set) var faultCount = 0
  /// What could not be looked at and why, and what is worth knowing though it is no fault.
  public internal(set) var notes: [String] = []

  /// Whether nothing is wrong with what was looked at.
  public var isSound: Bool { faultCount == 0 }

  mutating func add(_ fault: Fault) {
    faultCount += 1
    if faults.count < VerificationReport.faultLimit { faults.append(fault) }
  }
}

extension VerificationReport.Fault {
  init(
    _ kind: Kind, table: String? = nil, index: String? = nil, key: String? = nil, _ message: String
  ) {
    self.kind = kind
    self.table = table
    self.index = index
    self.key = key
    self.message = message
  }
}

extension VerificationReport.Fault: CustomStringConvertible {
  /// `table users, index usersByTeam, row 7: …`.
  public var description: String {
    let places = [table.map { "table \($0)" }, index.map { "index \($0)" }, key.map { "row \($0)" }]
    let place = places.compactMap { $0 }.joined(separator: ", ")
    return place.isEmpty ? "\(kind): \(message)" : "\(place): \(message)"
  }
}
