import Testing

@testable import LMDB

@Suite struct ReaderSlotTests {
  @Test(
    "a line of LMDB's list of readers is a slot, or none",
    arguments: [
      ("    pid     thread     txnid\n", nil), ("(no active readers)\n", nil), ("", nil),
      ("      4711 7f0012345678 42\n", ReaderSlot(processID: 4711, transactionID: 42)),
      ("      4711 7f0012345678 -\n", ReaderSlot(processID: 4711, transactionID: nil)),
      ("      4711 7f0012345678 many\n", nil),
    ] as [(String, ReaderSlot?)])
  func lines(line: String, slot: ReaderSlot?) {
    #expect(ReaderSlot(line: line) == slot)
  }

  @Test("slots tell which commit each process reads, and which are kept for later")
  func slots() async throws {
    let folder = try TestFolder()
    let environment = try Environment(path: folder.file(), options: .fast)
    let database = try environment.databases(["a"])[0]
    try environment.write { txn throws in try txn.put("a", [1], in: database) }
    let first = try environment.lastTransactionID()
    var transaction = try environment.beginRead()
    try environment.write { txn throws in try txn.put("a", [2], in: database) }
    #expect(try environment.lastTransactionID() == first + 1)
    let own = environment.processID
    #expect(try environment.readerSlots().contains(ReaderSlot(processID: own, transactionID: first)))
    transaction.reset()
    let kept = try environment.readerSlots()
    #expect(!kept.isEmpty && kept.allSatisfy { $0 == ReaderSlot(processID: own, transactionID: nil) })
    let other = OtherProcess(folder.file(), "read")
    try await other.whileReady { words in
      let process = try #require(Int32(words[1]))
      let slot = ReaderSlot(processID: process, transactionID: first + 1)
      #expect(try environment.readerSlots().contains(slot))
    }
  }

  @Test("pages that a snapshot keeps are counted by the commits that freed them")
  func freedPages() throws {
    let folder = try TestFolder()
    let environment = try Environment(path: folder.file(), options: .fast)
    let database = try environment.databases(["a"])[0]
    let held = try environment.beginRead()
    for number in 0..<10 {
      try environment.write { txn throws in
        try txn.put("a", [UInt8](repeating: UInt8(number), count: 9000), in: database)
      }
    }
    let counts = try environment.read { snapshot throws in
      var counts: [UInt64: UInt64] = [:]
      try snapshot.forEachFreeing(from: held.transactionID) { counts[$0] = $1 }
      return counts
    }
    #expect(counts.count >= 9 && counts.keys.allSatisfy { $0 >= held.transactionID })
    // Three pages of the value that was replaced, its leaf, and the root of the databases.
    #expect(counts.values.reduce(0, +) >= 9 * 5)
  }

  @Test("free pages are counted also where their list takes several pages, with numbers that cross 256")
  func manyFreedPages() throws {
    let folder = try TestFolder()
    let environment = try Environment(path: folder.file(), options: .fast)
    let database = try environment.databases(["a"])[0]
    let held = try environment.beginRead()
    for number in 0..<700 {
      try environment.write { txn throws in try txn.put("a", [UInt8(number & 255)], in: database) }
    }
    let (counts, free) = try environment.read { snapshot throws in
      var counts: [(UInt64, UInt64)] = []
      try snapshot.forEachFreeing(from: held.transactionID) { counts.append(($0, $1)) }
      return (counts, try snapshot.freePageCount())
    }
    #expect(counts.count >= 690)
    #expect(counts.map(\.0) == counts.map(\.0).sorted())
    #expect(free >= 2 * 690)
    #expect(try environment.verifyPages().faults.isEmpty)
  }
}
