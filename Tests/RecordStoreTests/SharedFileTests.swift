import FlatBuffersRuntime
import Foundation
import Programs
import RecordStore
import Testing

/// A file that programs with schemas of their own have open at once.
@Suite(.timeLimit(.minutes(10))) struct SharedFileTests {
  /// Has another process make a table of its own in the file, and write to it.
  private func importPackages(_ count: Int, into test: TestStore) async throws {
    let input = test.folder.file("status")
    let text = (0..<count).map { "Package: p\($0)\nVersion: 1\nSection: x\n" }.joined(separator: "\n")
    try text.write(toFile: input, atomically: true, encoding: .utf8)
    let other = try await Program(built: "flatwire", ["import", "--db", test.store.path, "--input", input])
      .run()
    #expect(other.status == 0, "\(other.text)")
  }

  @Test func `another process makes a table while the store is open, and both go on`() async throws {
    let test = try TestStore(Store.Options())
    try test.fill(1...9)
    let before = try test.store.read { txn in try txn.commitNumber }
    let reader = try test.store.makeReader()
    let held = try reader.read { snapshot in try snapshot.commitNumber }
    try await importPackages(300, into: test)
    // A snapshot that is held stays what it was.
    #expect(try reader.read { snapshot in try snapshot.commitNumber } == held)
    reader.end()
    // The other one opened the file, which is a commit as a table was made, and committed twice.
    #expect(try reader.read { snapshot in try snapshot.commitNumber } == before + 3)
    reader.end()
    let found = try test.store.read { txn in
      (
        try txn.commitNumber, try txn.get(.people, 4)?.name.description,
        try txn.get(by: .peopleByName, "name 5")?.id
      )
    }
    #expect(found == (before + 3, "name 4", 5))
    let number = try await test.store.write { txn in
      try txn.put(.init(id: 10, name: "ten", email: "e"), in: .people)
      return txn.commitNumber
    }
    #expect(number == before + 4)
    try await importPackages(5, into: test)
    let after = try test.store.read { txn in
      (try txn.commitNumber, try txn.get(by: .peopleByEmail, "e")?.id, try txn.count(.people))
    }
    #expect(after == (before + 5, 10, 10))
    test.store.close()
    let inspection = try Store.inspect(path: test.store.path)
    #expect(inspection.isTrusted)
    #expect(inspection.tables.map(\.name) == ["people", "notes", "packages"])
    #expect(inspection.table(named: "packages")?.count == 300)
  }
}
