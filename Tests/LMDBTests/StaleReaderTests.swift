import Foundation
import LMDB
import Testing

@Suite struct StaleReaderTests {
  private let folder: TestFolder
  private let environment: Environment
  private let database: Database

  init() throws {
    folder = try TestFolder()
    environment = try Environment(path: folder.file(), options: .fast)
    database = try environment.databases(["a"])[0]
    try overwrite()
  }

  private func overwrite() throws {
    try environment.write { txn throws in
      for key in 0..<20 { try txn.put("\(key)", [UInt8](repeating: 1, count: 4000), in: database) }
    }
  }

  private func size() throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: folder.file())[.size] as? Int)
  }

  @Test func `the file stops growing within seconds after a reader was killed`() async throws {
    let environment = environment
    let reader = OtherProcess(folder.file(), "read")
    try await reader.whileReady { _ in
      for _ in 0..<100 { try overwrite() }
      #expect(try environment.freeStaleReaders() == 0)
    }
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .seconds(2.5) { try overwrite() }
    let settled = try size()
    for _ in 0..<500 { try overwrite() }
    #expect(try size() == settled)
    // Writing found it: there is nothing left to free.
    #expect(try environment.freeStaleReaders() == 0)
  }
}
