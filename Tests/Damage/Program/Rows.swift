import LMDB
import SharedBytes

/// What the file holds: two databases whose rows follow from their numbers, on all kinds of pages.
enum Rows {
  static let count = 3000
  static let names = ["numbers", "texts"]

  static func make(at path: String, compacted: Bool) throws {
    var options = Environment.Options()
    options.durability = .fileMayBeLost
    let environment = try Environment(path: compacted ? path + ".plain" : path, options: options)
    let databases = try environment.databases(names)
    // Several commits, so that there are free pages.
    for round in 0..<3 {
      try environment.write { txn throws in
        for (place, database) in databases.enumerated() {
          for number in 0..<count {
            let value = SharedBytes(value(round == 2 ? number : number + round))
            try txn.put(key(number, of: place).bytes, value.bytes, in: database)
          }
        }
      }
    }
    if compacted { try environment.copy(to: path, compacting: true) }
  }

  static func key(_ number: Int, of database: Int) -> SharedBytes {
    guard database == 0 else { return SharedBytes(Array("text \(number * 7919 % 100_003)".utf8)) }
    return SharedBytes(stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) })
  }

  static func value(_ number: Int) -> [UInt8] {
    let size = number % 150 == 0 ? 9000 : 40 + number % 90
    return (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) }
  }

  static func scan(_ snapshot: Snapshot, _ database: Database) throws {
    var cursor = try snapshot.cursor(database)
    while let entry = try cursor.next() { touch(entry) }
  }

  static func scanBackwards(_ snapshot: Snapshot, _ database: Database) throws {
    var cursor = try snapshot.cursor(database)
    while let entry = try cursor.previous() { touch(entry) }
  }

  static func get(_ number: Int, _ snapshot: Snapshot, _ database: Database) throws {
    for place in names.indices {
      let key = key(number, of: place)
      if let value = try snapshot.get(database, key.bytes) { touch(value) }
    }
  }

  static func range(from number: Int, _ snapshot: Snapshot, _ database: Database) throws {
    let key = key(number, of: 0)
    var cursor = try snapshot.cursor(database)
    var entry = try cursor.seek(key.bytes)
    var left = 100
    while let found = entry, left > 0 {
      touch(found)
      left -= 1
      entry = try cursor.next()
    }
  }

  /// In how many bytes the rows differ from those that were stored.
  ///
  /// - Throws: ``WrongRows`` if there are more or fewer.
  static func differences(_ snapshot: Snapshot, _ databases: [Database]) throws -> Int {
    var differences = 0
    for (place, database) in databases.enumerated() {
      var expected = (0..<count).map { (key: Array(key($0, of: place)), value: value($0)) }
      expected.sort { $0.key.lexicographicallyPrecedes($1.key) }
      var cursor = try snapshot.cursor(database)
      for row in expected {
        guard let entry = try cursor.next() else {
          throw WrongRows(description: "rows are missing in \(names[place])")
        }
        differences += difference(Array(SharedBytes(copying: entry.key)), row.key)
        differences += difference(Array(SharedBytes(copying: entry.value)), row.value)
      }
      if try cursor.next() != nil { throw WrongRows(description: "too many rows in \(names[place])") }
    }
    return differences
  }

  private static func difference(_ a: [UInt8], _ b: [UInt8]) -> Int {
    abs(a.count - b.count) + zip(a, b).count { $0 != $1 }
  }

  /// Reads all bytes of an entry.
  private static func touch(_ entry: borrowing Entry) {
    touch(entry.key)
    touch(entry.value)
  }

  private static func touch(_ bytes: RawSpan) {
    var sum: UInt8 = 0
    for offset in bytes.byteOffsets {
      sum &+= unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }
    // So that reading is not left out.
    withExtendedLifetime(sum) {}
  }
}
