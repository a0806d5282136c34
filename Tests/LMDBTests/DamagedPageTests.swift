import Foundation
import SharedBytes
import Testing

@testable import LMDB

/// Damage that is found where it is read or written, and by looking at all pages.
@Suite struct DamagedPageTests {
  private let folder: TestFolder
  /// Pages of 4 KiB with the keys `000000` to `002999`, compacted.
  private var bytes: [UInt8]
  private static let pageSize = 4096

  init() throws {
    folder = try TestFolder()
    do {
      let environment = try Environment(path: folder.file("made.db"), options: .fast)
      let databases = try environment.databases(["a", "b"])
      try environment.write { txn throws in
        for number in 0..<3000 {
          try txn.put(
            Self.key(number), [UInt8](repeating: 7, count: number % 500 == 0 ? 6000 : 100), in: databases[0])
        }
        try txn.put("x", [1], in: databases[1])
      }
      try environment.copy(to: folder.file("copy.db"), compacting: true)
    }
    bytes = [UInt8](try Data(contentsOf: URL(filePath: folder.file("copy.db"))))
  }

  private static func key(_ number: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: 6 - digits.count) + digits
  }

  private enum Kind: UInt8 { case branch = 1, leaf = 2, overflow = 4 }

  /// The pages of a kind, in the order of the file.
  private func pages(_ kind: Kind) -> [Int] {
    (2..<bytes.count / Self.pageSize).filter { bytes[$0 * Self.pageSize + 10] == kind.rawValue }
  }

  private func open(_ change: (inout [UInt8]) -> Void) throws -> Environment {
    var damaged = bytes
    change(&damaged)
    return try Environment(path: try folder.write(damaged, to: "damaged.db"), options: .fast)
  }

  /// The leaf that holds a key.
  private func leaf(of key: String) -> Int? {
    let needle = Array(key.utf8)
    return pages(.leaf).first { page in
      let content = bytes[page * Self.pageSize..<(page + 1) * Self.pageSize]
      return content.indices.dropLast(needle.count).contains { content[$0...].starts(with: needle) }
    }
  }

  @Test("A damaged leaf is an error that names file, page and fault, and other leaves are read")
  func leafs() throws {
    let page = try #require(leaf(of: Self.key(1500)))
    let environment = try open { $0[page * Self.pageSize + 10] = 9 }
    let database = try environment.databases(["a"], create: false)[0]
    let error = lmdbError {
      try environment.read { snapshot throws in _ = try snapshot.value(Self.key(1500), in: database) }
    }
    #expect(error?.code == .pageDamaged)
    #expect(error?.message.contains("damaged.db") == true)
    #expect(
      error?.message.contains("page \(page) is damaged: it is not of the kind that belongs there") == true)
    #expect(error?.remedy != nil)
    let first = try environment.read { snapshot throws in try snapshot.value(Self.key(1), in: database) }
    #expect(first == [UInt8](repeating: 7, count: 100))
    let report = try environment.verifyPages()
    #expect(report.faults == [PageFault(UInt64(page), .kind)])
  }

  @Test("A tree that leads back into itself ends with an error, and no walk runs for ever")
  func circles() throws {
    let leaves = pages(.leaf)
    let (first, second) = (leaves[3], leaves[4])
    let environment = try open { bytes in
      // The second leaf is the first one once more.
      for offset in 8..<Self.pageSize {
        bytes[second * Self.pageSize + offset] = bytes[first * Self.pageSize + offset]
      }
    }
    let database = try environment.databases(["a"], create: false)[0]
    for forward in [true, false] {
      let error = lmdbError {
        try environment.read { snapshot throws in
          var cursor = try snapshot.cursor(database)
          while let entry = forward ? try cursor.next() : try cursor.previous() { _ = entry }
        }
      }
      #expect(error?.code == .pageDamaged)
      #expect(error?.message.contains("its keys are not in order") == true)
    }
    #expect(try !environment.verifyPages().isSound)
  }

  @Test("A branch that names a page outside of the file is an error")
  func outside() throws {
    let branch = try #require(pages(.branch).first)
    let environment = try open { bytes in
      let start = branch * Self.pageSize
      let node = start + Int(bytes[start + 16]) + Int(bytes[start + 17]) << 8
      bytes[node + 3] = 0x7F
    }
    let database = try environment.databases(["a"], create: false)[0]
    let error = lmdbError {
      try environment.read { snapshot throws in _ = try snapshot.value(Self.key(1), in: database) }
    }
    #expect(error?.code == .pageDamaged)
    #expect(error?.message.contains("the file has no such page") == true)
  }

  @Test("A large value whose pages are not its own is an error")
  func overflow() throws {
    let page = try #require(pages(.overflow).first)
    let environment = try open { $0[page * Self.pageSize + 12] = 1 }
    let database = try environment.databases(["a"], create: false)[0]
    let error = lmdbError {
      try environment.read { snapshot throws in
        var cursor = try snapshot.cursor(database)
        while try cursor.next() != nil {}
      }
    }
    #expect(
      error?.message.contains("page \(page) is damaged: it has other pages than its value takes") == true)
  }

  @Test("A header whose number was damaged so that it is taken for the newest is found by verifying")
  func headerNumber() throws {
    // Of the two headers the older one; the top byte of its number.
    let pages = [0, 1].sorted { bytes[$0 * Self.pageSize + 144] < bytes[$1 * Self.pageSize + 144] }
    #expect(try open { _ in }.verifyPages().isSound)
    let environment = try open { $0[pages[0] * Self.pageSize + 151] = 0x10 }
    let faults = try environment.verifyPages().faults
    #expect(faults.map(\.description) == ["page \(pages[0]): its number does not follow the other header's"])
  }

  @Test(
    "A large value that is said to have more pages is not replaced: those of others would be freed",
    arguments: [1, 2, 40], [true, false])
  func longRun(more: UInt8, isDeleted: Bool) throws {
    let page = try #require(pages(.overflow).first)
    let environment = try open { $0[page * Self.pageSize + 12] += more }
    let database = try environment.databases(["a"], create: false)[0]
    var errors: [LMDBError] = []
    for number in stride(from: 0, to: 3000, by: 500) {
      do {
        try environment.write { txn throws in
          if isDeleted {
            _ = try txn.delete(Self.key(number), in: database)
          } else {
            try txn.put(Self.key(number), [1], in: database)
          }
        }
      } catch let error as LMDBError {
        errors.append(error)
      }
    }
    #expect(errors.map(\.code) == [.pageDamaged])
    #expect(errors.first?.message.contains("page \(page)") == true)
  }

  @Test("A value that was longer earlier in its transaction has pages to spare, and is replaced later")
  func shortenedRun() throws {
    let environment = try open { _ in }
    let database = try environment.databases(["a"], create: false)[0]
    try environment.write { txn throws in
      for size in [30_000, 9_000] {
        try txn.put("long", [UInt8](repeating: 9, count: size), in: database)
      }
    }
    try environment.write { txn throws in try txn.put("long", [1], in: database) }
    #expect(try environment.read { snapshot throws in try snapshot.value("long", in: database) } == [1])
    #expect(try environment.verifyPages().isSound)
  }

  @Test("What is left of a longer value is not taken for a page because it begins with the number of one")
  func spareRunWithNumber() throws {
    do {
      let environment = try open { _ in }
      let database = try environment.databases(["a"], create: false)[0]
      try environment.write { txn throws in
        for size in [30_000, 9_000] {
          try txn.put("long", [UInt8](repeating: 9, count: size), in: database)
        }
      }
    }
    let path = folder.file("damaged.db")
    var left = [UInt8](try Data(contentsOf: URL(filePath: path)))
    // The first page of the value, by its number of pages: three of eight are in use.
    let first = try #require(
      (2..<left.count / Self.pageSize).first {
        left[$0 * Self.pageSize + 10] == Kind.overflow.rawValue && left[$0 * Self.pageSize + 12] == 8
      })
    for byte in 0..<8 {
      left[(first + 3) * Self.pageSize + byte] = UInt8(truncatingIfNeeded: (first + 3) >> (8 * byte))
    }
    let environment = try Environment(path: try folder.write(left, to: "numbered.db"), options: .fast)
    let database = try environment.databases(["a"], create: false)[0]
    try environment.write { txn throws in try txn.put("long", [1], in: database) }
    #expect(try environment.verifyPages().isSound)
  }

  @Test(
    "Nothing is put into or deleted from a damaged page, and the transaction fails, also if its body goes on")
  func writing() throws {
    let page = try #require(leaf(of: Self.key(1500)))
    let environment = try open { bytes in
      // The first node's offset.
      bytes[page * Self.pageSize + 16] ^= 0x10
    }
    let databases = try environment.databases(["a", "b"], create: false)
    let whole = lmdbError {
      try environment.write { txn throws in
        for delete in [true, false] {
          var failure: LMDBError?
          do {
            if delete {
              _ = try txn.delete(Self.key(1500), in: databases[0])
            } else {
              try txn.put(Self.key(1500), [1, 2], in: databases[0])
            }
          } catch { failure = error as? LMDBError }
          #expect(failure?.code == .pageDamaged)
          #expect(failure?.message.contains("page \(page)") == true)
        }
        let read = lmdbError { _ = try txn.value(Self.key(1500), in: databases[0]) }
        #expect(read?.code == .pageDamaged)
        try txn.put("y", [2], in: databases[1])
      }
    }
    #expect(whole?.code == .pageDamaged)
    #expect(try environment.read { snapshot throws in try snapshot.value("y", in: databases[1]) } == nil)
    // Others go on.
    try environment.write { txn throws in try txn.put("y", [2], in: databases[1]) }
    #expect(try environment.read { snapshot throws in try snapshot.value("y", in: databases[1]) } == [2])
  }

  @Test("A damaged main database is an error at opening or at the first write, and never handed to LMDB")
  func mainDatabase() throws {
    // Its only page is the last one that a compacted copy has.
    let page = try #require(pages(.leaf).last)
    for offset in [0, 10, 12, 14, 16, 18] {
      let error = lmdbError {
        let environment = try open { $0[page * Self.pageSize + offset] ^= 0x55 }
        _ = try environment.databases(["a"], create: false)
      }
      #expect(error?.code == .pageDamaged, "byte \(offset)")
    }
  }

  @Test("A damaged file is not compacted, and nothing is left where the copy was to be")
  func compacting() throws {
    let page = try #require(leaf(of: Self.key(1500)))
    let environment = try open { $0[page * Self.pageSize + 12] = 2 }
    let error = lmdbError { try environment.copy(to: folder.file("target.db"), compacting: true) }
    #expect(error?.code == .pageDamaged)
    #expect(!FileManager.default.fileExists(atPath: folder.file("target.db")))
  }

  @Test("What is sound is counted")
  func counts() throws {
    let environment = try open { _ in }
    let report = try environment.verifyPages()
    #expect(report.isSound)
    #expect(report.branchPages == pages(.branch).count)
    #expect(report.leafPages == pages(.leaf).count)
    #expect(report.overflowPages == 12)
    #expect(report.databases == 2)
    #expect((report.freePages, report.unreachablePages) == (0, 0))
  }

  @Test(
    "pages are read while the header of a commit that has not ended is in the file", .timeLimit(.minutes(1)))
  func unfinishedCommit() throws {
    let folder = try TestFolder()
    let environment = try Environment(path: folder.file(), options: .fast)
    let database = try environment.databases(["a"])[0]
    for number in UInt8(0)..<3 {
      try environment.write { txn throws in try txn.put("a", [number], in: database) }
    }
    #expect(try environment.read { snapshot throws in try snapshot.count(database) } == 1)
    let last = try environment.lastTransactionID()
    // As a writer leaves it that was killed while it wrote the next header: the lock file does not say so yet.
    let file = try FileHandle(forUpdating: URL(filePath: folder.file()))
    try file.seek(toOffset: (last + 1) % 2 * 4096 + 144)
    try file.write(contentsOf: Data((0..<8).map { UInt8(truncatingIfNeeded: (last + 1) >> ($0 * 8)) }))
    try file.close()
    #expect(try environment.verifyPages().faults.isEmpty)
    // The readers that know this commit already are taken: another one looks for its header.
    let first = try environment.beginRead()
    let second = try environment.beginRead()
    #expect(first.transactionID == last && second.transactionID == last)
    let readsPages = try environment.read { snapshot throws in
      var cursor = try snapshot.cursor(database)
      let size = try cursor.first()?.value.byteCount
      #expect(size == 1)
      return snapshot.reader != nil
    }
    #expect(readsPages)
  }
}
