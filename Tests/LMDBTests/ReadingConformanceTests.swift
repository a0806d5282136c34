import SharedBytes
import Testing

@testable import LMDB

/// What a snapshot answers, whoever reads it: this package's reader of pages, or LMDB's functions.
@Suite struct ReadingConformanceTests {
  enum Reading: String, CaseIterable, CustomTestStringConvertible {
    case pages, library
    /// LMDB's functions in a transaction that writes.
    case writing

    var testDescription: String { rawValue }
  }

  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  /// Runs `body` on a snapshot of databases that `fill` made.
  private func read(
    _ reading: Reading, _ names: [String] = ["a"], fill: (inout WriteTransaction, [Database]) throws -> Void,
    _ body: (Snapshot, [Database]) throws -> Void
  ) throws {
    var options = Environment.Options.fast
    options.readsPages = reading == .pages
    let environment = try Environment(path: folder.file("\(reading).db"), options: options)
    let databases = try environment.databases(names)
    try environment.write { txn in try fill(&txn, databases) }
    if reading == .writing {
      try environment.write { txn in
        // Makes pages of the transaction's own.
        try txn.put("~", [1], in: databases[0])
        _ = try txn.delete("~", in: databases[0])
        try body(txn.snapshot, databases)
      }
    } else {
      try environment.read { snapshot in
        let readsPages = snapshot.reader != nil
        // Pages of LMDB 1.0 are read by its own functions.
        #expect(readsPages == (reading == .pages && EnvironmentHandle.hasKnownFormat))
        try body(snapshot, databases)
      }
    }
  }

  @Test("Values of every size are found, and only under their own keys", arguments: Reading.allCases)
  func values(_ reading: Reading) throws {
    let sizes = [0, 1, 7, 8, 100, 1000, 2020, 2040, 4000, 4096, 5000, 70_000, 1_000_000]
    try read(reading) { txn, databases in
      for size in sizes { try txn.put("key \(size)", bytes(size), in: databases[0]) }
    } _: { snapshot, databases throws in
      for size in sizes {
        #expect(try snapshot.value("key \(size)", in: databases[0]) == bytes(size))
      }
      for key in [
        "", "key", "key 1 ", "key 10", "zzz", String(repeating: "k", count: 511),
        String(repeating: "k", count: 600),
      ] {
        #expect(try snapshot.value(key, in: databases[0]) == nil)
      }
      #expect(try snapshot.count(databases[0]) == sizes.count)
    }
  }

  @Test("An empty database has nothing", arguments: Reading.allCases)
  func empty(_ reading: Reading) throws {
    try read(reading, ["a", "b"]) { txn, databases in
      try txn.put("x", [1], in: databases[1])
    } _: { snapshot, databases throws in
      #expect(try snapshot.value("x", in: databases[0]) == nil)
      #expect(try snapshot.count(databases[0]) == 0)
      var walk = try Walk(snapshot, databases[0])
      #expect(try walk.keys(.first, .last, .next, .previous, .seek("x")) == [nil, nil, nil, nil, nil])
    }
  }

  @Test("A cursor moves in both directions, and stays at both ends", arguments: Reading.allCases)
  func ends(_ reading: Reading) throws {
    try read(reading) { txn, databases in
      for number in 100..<400 { try txn.put("\(number)", bytes(number), in: databases[0]) }
    } _: { snapshot, databases throws in
      var walk = try Walk(snapshot, databases[0])
      #expect(
        try walk.keys(.next, .next, .previous, .previous, .previous, .next) == [
          "100", "101", "100", nil, nil, "101",
        ])
      #expect(try walk.keys(.last, .next, .next, .previous) == ["399", nil, nil, "398"])
      #expect(try walk.keys(.seek("4"), .next, .previous, .previous) == [nil, nil, "399", "398"])
      #expect(try walk.keys(.seek(""), .seek("2"), .seek("2000"), .previous) == ["100", "200", "201", "200"])
      walk = try Walk(snapshot, databases[0])
      #expect(try walk.keys(.previous, .previous, .next, .next) == ["399", "398", "399", nil])
      walk = try Walk(snapshot, databases[0])
      var count = 0
      while try walk.keys(.next) != [nil] { count += 1 }
      #expect(count == 300)
    }
  }

  @Test(
    "Names of databases are read, and other keys of the main database are none", arguments: Reading.allCases)
  func names(_ reading: Reading) throws {
    let names = (0..<250).map { "database \($0)" }
    try read(reading, names) { txn, _ in
      try txn.put("not a name", bytes(48), in: .main)
    } _: { snapshot, databases throws in
      let found = try snapshot.databaseNames()
      #expect(found == names.sorted())
      #expect(try snapshot.count(.main) == 251)
      #expect(try snapshot.value("not a name", in: .main) == bytes(48))
    }
  }

  @Test("A snapshot stays as it was while others write", arguments: [Reading.pages, .library])
  func isolation(_ reading: Reading) throws {
    var options = Environment.Options.fast
    options.readsPages = reading == .pages
    let environment = try Environment(path: folder.file(), options: options)
    let database = try environment.databases(["a"])[0]
    try environment.write { txn in for number in 0..<500 { try txn.put("\(number)", [1], in: database) } }
    let old = try environment.beginRead()
    for round in 0..<20 {
      try environment.write { txn in
        for number in 0..<500 { try txn.put("\(number)", [UInt8(round)], in: database) }
        try txn.put("round \(round)", [0], in: database)
      }
      #expect(try old.snapshot.count(database) == 500)
      #expect(try old.snapshot.value("77", in: database) == [1])
      #expect(try environment.read { snapshot in try snapshot.count(database) } == 501 + round)
      #expect(try environment.read { snapshot in try snapshot.value("77", in: database) } == [UInt8(round)])
    }
  }

  @Test(
    "A database that another one took the place of is looked up anew", arguments: [Reading.pages, .library])
  func replaced(_ reading: Reading) throws {
    var options = Environment.Options.fast
    options.readsPages = reading == .pages
    let environment = try Environment(path: folder.file(), options: options)
    let databases = try environment.databases(["a", "b"])
    try environment.write { txn in
      try txn.put("k", [1], in: databases[0])
      try txn.put("k", [2], in: databases[1])
    }
    #expect(try environment.read { snapshot in try snapshot.value("k", in: databases[0]) } == [1])
    try environment.write { txn in try txn.drop(databases[0], delete: true) }
    let other = try environment.databases(["c"])[0]
    #expect(other == databases[0])
    #expect(try environment.read { snapshot in try snapshot.value("k", in: other) } == nil)
    try environment.write { txn in try txn.put("k", [3], in: other) }
    #expect(try environment.read { snapshot in try snapshot.value("k", in: other) } == [3])
    #expect(try environment.read { snapshot in try snapshot.value("k", in: databases[1]) } == [2])
  }
}

private func bytes(_ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ count) }
}

/// A cursor's moves as text.
struct Walk: ~Escapable {
  enum Move {
    case first, last, next, previous
    case seek(String)
  }

  private var cursor: Cursor

  @_lifetime(copy snapshot)
  init(_ snapshot: Snapshot, _ database: Database) throws { cursor = try snapshot.cursor(database) }

  @_lifetime(self: copy self)
  mutating func keys(_ moves: Move...) throws -> [String?] {
    var keys: [String?] = []
    for move in moves { keys.append(try go(move)) }
    return keys
  }

  @_lifetime(self: copy self)
  private mutating func go(_ move: Move) throws -> String? {
    let entry: Entry?
    switch move {
    case .first: entry = try cursor.first()
    case .last: entry = try cursor.last()
    case .next: entry = try cursor.next()
    case .previous: entry = try cursor.previous()
    case .seek(let key):
      let start = SharedBytes(Array(key.utf8))
      entry = try cursor.seek(start.bytes)
    }
    guard let entry else { return nil }
    return String(decoding: Array(SharedBytes(copying: entry.key)), as: UTF8.self)
  }
}
