import Foundation
import SeededRandom
import SharedBytes
import Testing

@testable import LMDB

/// Random trees of all kinds of pages, read by this package and by LMDB, side by side.
@Suite struct RandomTreeTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  /// What a random tree is made of.
  enum Shape: String, CaseIterable {
    /// Keys of 8 bytes and small values, as tables of records have.
    case words
    /// Keys and values of any length.
    case mixed
    /// Many keys that begin alike, near the longest there are: few nodes per branch, deep trees.
    case longKeys
    /// Values on pages of their own.
    case largeValues
    /// Most keys deleted again: nearly empty pages.
    case deleted

    func key(_ random: inout SplitMix64) -> [UInt8] {
      switch self {
      case .words, .largeValues: word(random.next(upperBound: 50_000))
      case .mixed, .deleted:
        (0..<Int.random(in: 1...20, using: &random)).map { _ in UInt8.random(in: 0..<4, using: &random) }
      case .longKeys:
        [UInt8](repeating: 0x61, count: 480 + Int.random(in: 0..<4, using: &random))
          + (0..<20).map { _ in UInt8.random(in: 0..<3, using: &random) }
      }
    }

    private func word(_ value: UInt64) -> [UInt8] {
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> UInt64($0)) }
    }

    func value(_ random: inout SplitMix64) -> [UInt8] {
      let size: UInt64 =
        switch self {
        case .words: 104
        case .mixed, .deleted, .longKeys: random.next(upperBound: 300)
        case .largeValues: random.next(upperBound: 30_000)
        }
      return [UInt8](repeating: UInt8.random(in: 0...255, using: &random), count: Int(size))
    }

    /// Of ten changes, how many delete.
    var deletions: UInt64 { self == .deleted ? 8 : 2 }
  }

  @Test(
    "Both readers give the same rows of random trees, which are sound", arguments: Shape.allCases,
    [1, 2] as [UInt64])
  func differential(_ shape: Shape, _ seed: UInt64) throws {
    try differential(shape, at: folder.file(), SplitMix64(seed: seed))
  }

  @Test(
    "Pages of other sizes are read, too", arguments: [8192, 16_384, 32_768],
    [Shape.mixed, .largeValues, .deleted])
  func otherPageSizes(_ pageSize: Int, _ shape: Shape) throws {
    let path = try folder.emptyDatabase(pageSize: pageSize)
    try differential(shape, at: path, SplitMix64(seed: 3))
    // LMDB's own addresses say where the map begins, where the system does not.
    let environment = try Environment(path: path, options: .fast)
    let reader = try environment.beginRead()
    let transaction = reader.snapshot.transaction
    guard case .mapped(let place) = try environment.placeOfFirstKey(transaction, pageSize) else {
      Issue.record("the place of the map was not found")
      return
    }
    #expect(place.base == environment.mappedRange.addresses.lowerBound)
    let header = [UInt8](try Data(contentsOf: URL(filePath: path))[40..<44])
    #expect(header.reversed().reduce(0) { $0 << 8 | Int($1) } == pageSize)
  }

  private func differential(_ shape: Shape, at path: String, _ random: SplitMix64) throws {
    var random = random
    let environment = try Environment(path: path, options: .fast)
    let databases = try environment.databases(["a", "b"])
    var models: [[[UInt8]: [UInt8]]] = [[:], [:]]
    for _ in 0..<6 {
      try environment.write { txn throws in
        for _ in 0..<300 {
          let place = Int.random(in: 0..<2, using: &random)
          if random.next(upperBound: 10) < shape.deletions,
            let key = models[place].keys.randomElement(using: &random)
          {
            models[place][key] = nil
            _ = try txn.delete(SharedBytes(key).bytes, in: databases[place])
          } else {
            let (key, value) = (shape.key(&random), shape.value(&random))
            models[place][key] = value
            try txn.put(SharedBytes(key).bytes, SharedBytes(value).bytes, in: databases[place])
          }
        }
      }
      for (database, model) in zip(databases, models) {
        try compare(environment, database, model, shape, &random)
      }
      #expect(try environment.read { snapshot in snapshot.reader != nil })
      let report = try environment.verifyPages()
      #expect(report.isSound, "\(report)")
      #expect(report.unreachablePages == 0)
      #expect(report.databases == 2)
    }
  }

  private func compare(
    _ environment: Environment, _ database: Database, _ model: [[UInt8]: [UInt8]], _ shape: Shape,
    _ random: inout SplitMix64
  ) throws {
    let sorted = model.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    try environment.read { snapshot throws in
      let own = try Rows(snapshot, database)
      let library = try Rows(Snapshot(snapshot.transaction), database)
      #expect(own.ascending == library.ascending)
      #expect(own.descending == library.descending)
      #expect(own.ascending.map(\.key) == sorted.map(\.key))
      #expect(own.ascending.map(\.value) == sorted.map(\.value))
      #expect(own.descending.map(\.key) == own.ascending.reversed().map(\.key))
      #expect(try snapshot.count(database) == model.count)
    }
    var moves = Moves(random)
    try environment.read { snapshot throws in
      var own = try snapshot.cursor(database)
      let bare = Snapshot(snapshot.transaction)
      var library = try bare.cursor(database)
      for _ in 0..<300 {
        let move = moves.next(shape)
        let (a, b) = (Row(try go(&own, move)), Row(try go(&library, move)))
        #expect(a == b, "\(move)")
        let key = SharedBytes(shape.key(&moves.random))
        let found = try snapshot.get(database, key.bytes)
        var value: [UInt8]?
        if let found { value = Array(SharedBytes(copying: found)) }
        #expect(model[Array(key)] == value)
      }
    }
  }

  @_lifetime(copy cursor)
  private func go(_ cursor: inout Cursor, _ move: Moves.Move) throws -> Entry? {
    switch move {
    case .first: try cursor.first()
    case .last: try cursor.last()
    case .next: try cursor.next()
    case .previous: try cursor.previous()
    case .seek(let key): try cursor.seek(key.bytes)
    }
  }
}

private struct Moves {
  enum Move {
    case first, last, next, previous
    case seek(SharedBytes)
  }

  var random: SplitMix64

  init(_ random: SplitMix64) { self.random = random }

  mutating func next(_ shape: RandomTreeTests.Shape) -> Move {
    switch Int.random(in: 0..<20, using: &random) {
    case 0: .first
    case 1: .last
    case 2..<10: .next
    case 10..<16: .previous
    default: .seek(SharedBytes(shape.key(&random)))
    }
  }
}

private struct Row: Equatable {
  let key: [UInt8]
  let value: [UInt8]

  init(key: [UInt8], value: [UInt8]) {
    self.key = key
    self.value = value
  }

  /// Without a key where there is no entry.
  init(_ entry: borrowing Entry?) {
    guard let entry = copy entry else {
      self.init(key: [], value: [])
      return
    }
    self.init(key: Array(SharedBytes(copying: entry.key)), value: Array(SharedBytes(copying: entry.value)))
  }
}

/// All rows of a database, walked in both directions.
private struct Rows {
  var ascending: [Row] = []
  var descending: [Row] = []

  init(_ snapshot: Snapshot, _ database: Database) throws {
    var cursor = try snapshot.cursor(database)
    while let entry = try cursor.next() { ascending.append(Row(entry)) }
    cursor = try snapshot.cursor(database)
    while let entry = try cursor.previous() { descending.append(Row(entry)) }
  }
}
