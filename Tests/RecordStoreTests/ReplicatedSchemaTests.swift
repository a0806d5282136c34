import FlatBuffersReflection
import Testing

@testable import RecordStore

/// Which records of a source a replica takes, by the schemas of both.
@Suite struct ReplicatedSchemaTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private static func text(_ fields: String) -> String {
    "table Pet (table: \"pets\") { id: ulong (key); \(fields) }"
  }

  /// What a store of one schema says to a source of others, each of which a program wrote the file with.
  private func check(own: String, theirs: [String]) throws -> StoreError? {
    var description: [UInt8] = []
    let path = folder.file("source.db")
    for text in theirs {
      let source = try SchemaProgram(Self.text(text)).open(path)
      let served = try source.served(AnyTable(try source.table(named: "pets")))
      description = try source.read { try $0.description(of: served) }
      source.close()
    }
    let store = try SchemaProgram(Self.text(own)).open(folder.file("replica.db"))
    do throws(StoreError) {
      let table = try store.served(AnyTable(try store.table(named: "pets")))
      try store.check(table, takesRowsOf: description, from: "com.example.replica")
      return nil
    } catch {
      return error
    }
  }

  @Test(
    arguments: [("name: string;", ["name: string;"]), ("name: string; age: int;", ["name: string;"])])
  func theSameAndOlderRecordsAreTaken(own: String, theirs: [String]) throws {
    #expect(try check(own: own, theirs: theirs) == nil)
  }

  @Test(
    arguments: [
      ("name: int;", ["name: string;"]), ("age: int; name: string;", ["name: string;"]),
      ("name: string;", ["name: string; age: int;"]),
      ("name: string;", ["name: string;", "name: string; age: int;"]),
    ])
  func othersAreRefusedWithTheDifferences(own: String, theirs: [String]) throws {
    let error = try #require(try check(own: own, theirs: theirs))
    #expect(error.code == .schemaChanged && !error.findings.isEmpty)
    #expect(
      error.message.contains("com.example.replica") && error.message.contains("Pet."), "\(error.message)")
  }

  @Test func anotherKeyIsRefused() throws {
    let source = try SchemaProgram("table Pet (table: \"pets\") { id: ulong; name: string (key); }").open(
      folder.file("source.db"))
    let served = try source.served(AnyTable(try source.table(named: "pets")))
    let description = try source.read { try $0.description(of: served) }
    let store = try SchemaProgram(Self.text("name: string;")).open(folder.file("replica.db"))
    let table = try store.served(AnyTable(try store.table(named: "pets")))
    #expect(throws: StoreError.self) {
      try store.check(table, takesRowsOf: description, from: "com.example.replica")
    }
    #expect(throws: StoreError.self) { try store.check(table, takesRowsOf: [1, 2, 3], from: "x") }
  }
}
