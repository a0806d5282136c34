import Foundation
import LMDB
import Testing

/// What is not a database, or not a whole one, is an error before LMDB maps it.
@Suite struct OpeningTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func open(_ path: String, _ access: FileAccess = .readWrite) -> LMDBError? {
    var options = Environment.Options.fast
    options.access = access
    let error = lmdbError { _ = try Environment(path: path, options: options) }
    #expect(error?.message.contains(path) == true, "\(String(describing: error))")
    return error
  }

  @Test func aMissingFileOrFolder() {
    #expect(open(folder.file(), .readOnly)?.code == .missing)
    #expect(open(folder.file(), .existing)?.code == .missing)
    let missing = open(folder.file("no/such.db"))
    #expect(missing?.code == .missing)
    #expect(missing?.message.contains("there is no folder") == true)
    for path in ["", folder.file("a\0b")] {
      #expect(lmdbError { _ = try Environment(path: path) }?.code == .missing)
    }
  }

  @Test func whatIsNotAFile() {
    #expect(open(folder.path)?.code == .notAFile)
    #expect(open("/dev/null")?.code == .notAFile)
  }

  @Test(arguments: [(0, 1), (-1, 1), (1, -1)])
  func `options that are not possible are named`(maxReaders: Int, maxDatabases: Int) {
    var options = Environment.Options.fast
    options.maxReaders = maxReaders
    options.maxDatabases = maxDatabases
    let error = lmdbError { _ = try Environment(path: folder.file(), options: options) }
    #expect(error?.code == .invalidOption)
    #expect(error?.message.contains("maxReaders is \(maxReaders)") == true)
  }

  @Test func whatIsNotADatabase() throws {
    let noise = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
    #expect(open(try folder.write(noise))?.code == .notADatabase)
    #expect(open(try folder.write(Array("id,name\n1,Ann\n".utf8)))?.code == .notADatabase)
    #expect(open(try folder.write([0]))?.code == .notADatabase)
  }

  @Test func anEmptyFileIsANewDatabase() throws {
    let path = try folder.write([])
    #expect(open(path, .readOnly)?.code == .notADatabase)
    let environment = try Environment(path: path, options: .fast)
    #expect(try environment.databases(["a"]).count == 1)
  }

  @Test(.enabled(if: getuid() != 0, "the superuser may read everything"))
  func anUnreadableFile() throws {
    let path = try folder.write(try folder.database())
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    #expect(open(path)?.code == .noPermission)
  }

  @Test func aFileOfLMDB1() throws {
    // The first bytes of a file that LMDB 1.0 wrote: the page header is 8 bytes longer.
    var page = [UInt8](repeating: 0, count: 12_288)
    page[18] = 0x08
    page.replaceSubrange(24..<32, with: [0xDE, 0xC0, 0xEF, 0xBE, 3, 0, 0, 0])
    let error = open(try folder.write(page))
    #expect(error?.code == .versionMismatch)
    #expect(error?.remedy?.contains("lib_version=\"0.9\"") == true)
  }

  @Test(arguments: [1, 100, 4095, 4096, 4200, 8192, 12_288, 40_000])
  func aTruncatedFile(_ length: Int) throws {
    let whole = try folder.database()
    #expect(whole.count > 60_000)
    let code = open(try folder.write(Array(whole[..<length])))?.code
    #expect(code == .damaged || code == .notADatabase)
  }

  @Test func aFileThatLacksItsLastPage() throws {
    let whole = try folder.database()
    #expect(open(try folder.write(Array(whole.dropLast(4096))))?.code == .damaged)
  }

  /// Offsets in the header: flags, magic, version, page size, roots, last page.
  @Test(arguments: [10, 16, 20, 40, 41, 42, 80, 128, 136, 142])
  func aDamagedHeader(_ offset: Int) throws {
    let whole = try folder.database()
    for value: UInt8 in [0, 1, 0x7F, 0xFE] {
      var bytes = whole
      // The second header is the one in use if its transaction is the later one: damage both.
      for page in [0, 4096] { bytes[page + offset] ^= value &+ 1 }
      let path = try folder.write(bytes)
      do {
        let environment = try Environment(path: path, options: .fast)
        // Some damage can't be told from a valid header; then LMDB must be able to open it.
        _ = environment.path
      } catch {
        #expect(error.message.contains(path))
      }
    }
  }

  @Test func aFileShorterThanItsLastPageBecauseThatWasNeverWritten() throws {
    let path = folder.file()
    do {
      let environment = try Environment(path: path, options: .fast)
      let database = try environment.databases(["a"])[0]
      for round in 0..<20 {
        try environment.write { txn throws in
          try txn.put("small \(round)", [UInt8](repeating: 1, count: 900), in: database)
          try txn.put("large", [UInt8](repeating: 2, count: 200_000 + round * 9000), in: database)
          #expect(try txn.delete("large", in: database))
        }
      }
    }
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let lastPages = [0, 4096].map { page in
      (0..<8).reduce(0) { $0 | Int(bytes[page + 136 + $1]) << (8 * $1) }
    }
    // Otherwise this test shows nothing.
    #expect(bytes.count < (lastPages.max()! + 1) * 4096)
    let environment = try Environment(path: path, options: .fast)
    let database = try environment.databases(["a"])[0]
    #expect(try environment.read { snapshot in try snapshot.count(database) } == 20)
  }

  @Test func aFileIsOpenOnceInAProcess() throws {
    var first: Environment? = try Environment(path: folder.file(), options: .fast)
    #expect(open(folder.file())?.code == .alreadyOpen)
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link.db"), withDestinationPath: folder.file())
    #expect(open(folder.file("link.db"))?.code == .alreadyOpen)
    #expect(first != nil)
    first = nil
    _ = try Environment(path: folder.file(), options: .fast)
  }

  @Test func databasesMustExistForReading() throws {
    do { _ = try Environment(path: folder.file(), options: .fast).databases(["there"]) }
    var options = Environment.Options.fast
    options.access = .readOnly
    let environment = try Environment(path: folder.file(), options: options)
    #expect(try environment.databases(["there"]).count == 1)
    let error = lmdbError { _ = try environment.databases(["missing"]) }
    #expect(error?.code == .notFound)
    #expect(error?.message.contains("\"missing\"") == true)
    #expect(lmdbError { try environment.write { _ in } }?.code == .readOnly)
  }
}
