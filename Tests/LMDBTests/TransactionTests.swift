import LMDB
import SharedBytes
import Testing

private struct Refused: Error {}

@Suite struct TransactionTests {
  private let folder: TestFolder
  private let environment: Environment
  private let database: Database

  init() throws {
    folder = try TestFolder()
    environment = try Environment(path: folder.file(), options: .fast)
    database = try environment.databases(["a"])[0]
  }

  @Test func valuesAreReadAsTheyWerePut() throws {
    try environment.write { txn throws in
      try txn.put("one", [1, 2, 3], in: database)
      try txn.put("empty", [], in: database)
    }
    try environment.read { snapshot throws in
      #expect(try snapshot.value("one", in: database) == [1, 2, 3])
      #expect(try snapshot.value("empty", in: database) == [])
      #expect(try snapshot.value("two", in: database) == nil)
      #expect(try snapshot.count(database) == 2)
    }
  }

  @Test func paddingIsZeros() throws {
    let key = SharedBytes([1])
    for size in 0...17 {
      let value = SharedBytes([UInt8](repeating: 0xFF, count: size))
      try environment.write { txn in try txn.put(key.bytes, value.bytes, in: database, paddedTo: 8) }
      try environment.read { snapshot throws in
        guard let bytes = try snapshot.get(database, key.bytes) else { throw Refused() }
        let stored = SharedBytes(copying: bytes)
        #expect(stored.count == (size + 7) / 8 * 8)
        #expect(Array(stored) == Array(value) + [UInt8](repeating: 0, count: stored.count - size))
      }
    }
  }

  @Test func aReservedPlaceIsTheValue() throws {
    let key = SharedBytes([1])
    for size in 0...17 {
      try environment.write { txn throws in
        var place = try txn.reserve(key.bytes, size: size, in: database, paddedTo: 8)
        #expect(place.byteCount == size)
        for offset in 0..<size {
          place.storeBytes(of: UInt8(offset), toByteOffset: offset, as: UInt8.self)
        }
      }
      try environment.read { snapshot throws in
        guard let bytes = try snapshot.get(database, key.bytes) else { throw Refused() }
        let stored = Array(SharedBytes(copying: bytes))
        #expect(stored == (0..<size).map { UInt8($0) } + [UInt8](repeating: 0, count: stored.count - size))
      }
    }
  }

  @Test func aThrowingBodyChangesNothing() throws {
    #expect(throws: Refused.self) {
      try environment.write { txn throws in
        try txn.put("a", [1], in: database)
        throw Refused()
      }
    }
    #expect(try environment.read { snapshot in try snapshot.count(database) } == 0)
  }

  @Test func aNestedTransactionFailsAlone() throws {
    try environment.write { txn throws in
      try txn.put("outer", [1], in: database)
      #expect(throws: Refused.self) {
        try txn.nested { inner in
          try inner.put("outer", [2], in: database)
          try inner.put("inner", [2], in: database)
          throw Refused()
        }
      }
      try txn.nested { inner in try inner.put("kept", [3], in: database) }
    }
    try environment.read { snapshot throws in
      #expect(try snapshot.value("outer", in: database) == [1])
      #expect(try snapshot.value("inner", in: database) == nil)
      #expect(try snapshot.value("kept", in: database) == [3])
    }
  }

  @Test func aWriteInsideAWriteIsRefused() throws {
    let error = lmdbError { try environment.write { _ in try environment.write { _ in } } }
    #expect(error?.code == .nestedWrite)
    try environment.write { txn in try txn.put("a", [1], in: database) }
  }

  @Test func keysAndValuesHaveLimits() throws {
    let value = SharedBytes([1])
    func put(_ length: Int) throws {
      let key = SharedBytes([UInt8](repeating: 1, count: length))
      try environment.write { txn in try txn.put(key.bytes, value.bytes, in: database) }
    }
    try put(1)
    try put(511)
    #expect(lmdbError { try put(0) }?.code == .keyEmpty)
    let tooLong = lmdbError { try put(512) }
    #expect(tooLong?.code == .keyTooLong)
    #expect(tooLong?.message.contains("511") == true)
    // No value that large is made: only its size is looked at.
    let key = SharedBytes([1])
    let huge = unsafe SharedBytes(
      unsafeStart: UnsafeRawPointer(bitPattern: 4096)!, count: 0x7FFF_0001, keptAliveBy: nil)
    let tooLarge = lmdbError {
      try environment.write { txn in try txn.put(key.bytes, huge.bytes, in: database) }
    }
    #expect(tooLarge?.code == .valueTooLarge)
    #expect(tooLarge?.message.contains("\(Environment.Limits.valueSize)") == true)
  }

  @Test func lookingForImpossibleKeysFindsNothing() throws {
    let empty = SharedBytes()
    let long = SharedBytes([UInt8](repeating: 1, count: 600))
    let found = try environment.read { snapshot throws in
      [try snapshot.get(database, empty.bytes) == nil, try snapshot.get(database, long.bytes) == nil]
    }
    #expect(found == [true, true])
    try environment.write { txn throws in
      #expect(try !txn.delete(empty.bytes, in: database))
      #expect(try !txn.delete(long.bytes, in: database))
    }
  }

  @Test func aResetTransactionReadsNothingUntilRenewed() throws {
    try environment.write { txn in try txn.put("a", [1], in: database) }
    var transaction = try environment.beginRead()
    try environment.write { txn in try txn.put("a", [2], in: database) }
    #expect(try transaction.snapshot.value("a", in: database) == [1])
    transaction.reset()
    transaction.reset()
    #expect(lmdbError { _ = try transaction.snapshot.value("a", in: database) }?.code == .badTransaction)
    try transaction.renew()
    #expect(try transaction.snapshot.value("a", in: database) == [2])
  }

  @Test func aFullMapIsAnErrorThatStoresNothing() throws {
    var options = Environment.Options.fast
    options.mapSize = 1 << 18
    let folder = try TestFolder()
    let small = try Environment(path: folder.file(), options: options)
    let database = try small.databases(["a"])[0]
    let error = lmdbError {
      try small.write { txn in
        for number in 0..<1000 {
          try txn.put("\(number)", [UInt8](repeating: 1, count: 1000), in: database)
        }
      }
    }
    #expect(error?.code == .mapFull)
    #expect(error?.remedy?.contains("mapSize") == true)
    #expect(try small.read { snapshot in try snapshot.count(database) } == 0)
    try small.write { txn in try txn.put("fits", [1], in: database) }
  }
}
