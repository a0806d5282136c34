import Foundation
import LMDB
import Testing

@Suite struct CopyTests {
  private let folder: TestFolder
  private let environment: Environment
  private let database: Database

  init() throws {
    folder = try TestFolder()
    environment = try Environment(path: folder.file(), options: .fast)
    database = try environment.databases(["a"])[0]
    try environment.write { [database] txn throws in
      for number in 0..<100 { try txn.put("\(number)", [UInt8](repeating: 1, count: 5000), in: database) }
    }
    try environment.write { [database] txn throws in
      for number in 1..<100 { #expect(try txn.delete("\(number)", in: database)) }
    }
  }

  private func size(_ name: String) throws -> Int {
    try Data(contentsOf: URL(filePath: folder.file(name))).count
  }

  @Test(arguments: [false, true])
  func `a copy is a database of its own`(compacting: Bool) throws {
    try environment.copy(to: folder.file("copy.db"), compacting: compacting)
    let isSmall = try size("copy.db") < 100_000
    #expect(isSmall == compacting)
    let copy = try Environment(path: folder.file("copy.db"), options: .fast)
    let copied = try copy.databases(["a"])[0]
    #expect(try copy.read { snapshot throws in try snapshot.count(copied) } == 1)
    try copy.write { txn throws in try txn.put("more", [1], in: copied) }
    #expect(try environment.read { snapshot throws in try snapshot.count(database) } == 1)
  }

  @Test func `a copy never overwrites anything`() throws {
    let path = try folder.write([1, 2, 3], to: "there.db")
    for target in [path, folder.path, folder.file()] {
      let error = lmdbError { try environment.copy(to: target) }
      #expect(error?.code == .exists)
      #expect(error?.message.contains(target) == true)
    }
    #expect(try size("there.db") == 3)
  }

  @Test func `a target that can't be made is an error that names it`() throws {
    for target in [folder.file("no/copy.db"), "", "a\0b"] {
      let error = lmdbError { try environment.copy(to: target) }
      #expect(error?.code == .missing)
      #expect(error?.message.contains("to \(target)") == true)
    }
    #expect(lmdbError { try environment.copy(to: folder.file() + "/copy.db") } != nil)
  }

  @Test func `a copy inside a write is refused, since it would wait for that`() throws {
    try environment.write { txn in
      #expect(lmdbError { try environment.copy(to: folder.file("copy.db")) }?.code == .nestedWrite)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("copy.db")))
  }

  @Test func `a copy can be made while others write`() async throws {
    let environment = environment
    let database = database
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for number in 0..<300 {
          try environment.write { txn throws in try txn.put("w\(number % 7)", [1, 2, 3], in: database) }
          await Task.yield()
        }
      }
      for number in 0..<10 { group.addTask { try environment.copy(to: folder.file("copy \(number).db")) } }
      try await group.waitForAll()
    }
    for number in 0..<10 {
      let copy = try Environment(path: folder.file("copy \(number).db"), options: .fast)
      let copied = try copy.databases(["a"], create: false)[0]
      #expect(try copy.read { snapshot throws in try snapshot.count(copied) } >= 1)
    }
  }
}
