/// A place in a walk over rows, to go on from later: in another snapshot, process or program.
///
///     var rows = try txn.rows(by: .usersByTeam, 1...1, limit: 50, after: token)
///     while let user = try rows.next() { … }
///     return rows.token
///
/// It names an entry, also among those with equal keys in an index, and need not be in the order of the walk it came
/// from: after it come the entries that follow in the order of the walk it is given to. The entry may have been deleted
/// meanwhile. It says nothing of the range, which is given anew.
///
/// As text it can be part of a URL's query. It is neither secret nor protected against changes: it holds the keys of a row, and
/// whoever makes one up can begin a walk anywhere in its range.
public struct CursorToken: Sendable, Hashable {
  /// The name of the table.
  public let table: String
  /// The name of the index, if the walk goes through one.
  public let index: String?
  /// The entry's key as it is stored, in an index that is not unique with the primary key behind it.
  let key: [UInt8]

  /// - Returns: `nil` if no entry can have such a key.
  init?(table: String, index: String?, key: [UInt8]) {
    guard 1...KeyEncoder.limit ~= key.count else { return nil }
    self.table = table
    self.index = index
    self.key = key
  }
}

extension CursorToken: LosslessStringConvertible {
  /// The names of the table and the index and the key in hexadecimal, with slashes between, which no name has.
  public var description: String {
    let place = index.map { OpenTables.databaseName($0, of: table) } ?? table
    return place + "/" + Hexadecimal.text(key)
  }

  /// - Returns: `nil` for what is no token's ``description``.
  public init?(_ description: String) {
    let parts = description.split(separator: "/", omittingEmptySubsequences: false)
    guard 2...3 ~= parts.count, let key = Hexadecimal.bytes(parts[parts.count - 1]) else { return nil }
    self.init(table: String(parts[0]), index: parts.count == 3 ? String(parts[1]) : nil, key: key)
  }
}

extension CursorToken: Codable {
  /// Reads a token's ``description``.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let token = CursorToken(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "this is no cursor token")
    }
    self = token
  }

  /// Writes ``description``.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
