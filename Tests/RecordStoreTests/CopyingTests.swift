import Foundation
import Testing

@testable import RecordStore

/// Copies that are made while a store is in use.
@Suite struct CopyingTests {
  @Test(arguments: [false, true])
  func `a copy has its name when it is complete, and nothing else is left`(compacting: Bool) throws {
    let test = try TestStore()
    try test.fill(1...20_000)
    let target = test.folder.file("copy.db")
    var seen: [CopyProgress] = []
    try test.store.copy(to: target, compacting: compacting) { progress in
      seen.append(progress)
      // Called while the copy is made: the name is not there before the last time.
      #expect(!FileManager.default.fileExists(atPath: target))
    }
    let last = try #require(seen.last)
    let size = try #require(FileManager.default.attributesOfItem(atPath: target)[.size] as? Int)
    #expect(last.done == size)
    #expect(last.total >= last.done)
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.done <= $1.done })
    let files = try FileManager.default.contentsOfDirectory(atPath: test.folder.path).sorted()
    #expect(files == ["copy.db", "test.db", "test.db-lock"])
    #expect(try Store.inspect(path: target).verify().isSound)
  }

  @Test func `what is there is not replaced, and nothing is left of a copy that failed`() throws {
    let test = try TestStore()
    try test.fill(1...10)
    let target = test.folder.file("copy.db")
    try "mine".write(toFile: target, atomically: true, encoding: .utf8)
    let error = storeError { try test.store.copy(to: target) }
    #expect(error?.database?.code == .exists)
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "mine")
    let missing = storeError { try test.store.copy(to: test.folder.file("none/copy.db")) }
    #expect(missing?.database?.code == .missing)
    #expect(try FileManager.default.contentsOfDirectory(atPath: test.folder.path).count == 3)
  }

  @Test func `a copy within a write is refused instead of waiting for itself`() throws {
    let test = try TestStore()
    let target = test.folder.file("copy.db")
    let error = storeError { try test.store.write { _ in try test.store.copy(to: target) } }
    #expect(error?.code == .nestedWrite)
  }
}
