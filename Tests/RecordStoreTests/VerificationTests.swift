import FlatBuffersReflection
import FlatBuffersRuntime
import LMDB
import Testing

@testable import RecordStore

/// What verifying a file finds, of what was done to it by hand.
@Suite struct VerificationTests {
  private let folder: TestFolder
  private var path: String { folder.file() }

  init() throws {
    folder = try TestFolder()
    let store = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
    try store.write { txn in
      for id in UInt64(1)...9 {
        try txn.put(.init(id: id, name: "n\(id)", team: UInt32(id % 2), email: "e\(id)"), in: .people)
      }
      try txn.put(.init(title: "t", text: "x"), in: .notes)
    }
  }

  /// A change of the file behind the store's back that leaves its commit mark right.
  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let body: @Sendable (inout LMDB.WriteTransaction) throws -> Void
  }

  private func apply(_ damage: Damage) throws {
    let environment = try Environment(path: path)
    defer { environment.close() }
    try environment.write { transaction in
      try damage.body(&transaction)
      guard var mark = try transaction.snapshot.commitMark() else { return }
      mark.transaction = transaction.transactionID
      if damage.testDescription != "no mark" { try transaction.put(mark) }
    }
  }

  private static func key(_ id: UInt64) -> [UInt8] { [UInt8](id.encoded.bytes) }

  private static func person(_ id: UInt64, email: String) throws -> [UInt8] {
    [UInt8](try RecordBuffer<Person>(.init(id: id, name: "n\(id)", team: UInt32(id % 2), email: email)).bytes)
  }

  private static func put(
    _ key: [UInt8], _ value: [UInt8], _ name: String, _ transaction: inout LMDB.WriteTransaction
  ) throws {
    let database = try #require(try transaction.open(name, create: false))
    unsafe try transaction.put(key.span.bytes, value.span.bytes, in: database, paddedTo: 8)
  }

  private static func delete(
    _ key: [UInt8], _ name: String, _ transaction: inout LMDB.WriteTransaction
  ) throws {
    let database = try #require(try transaction.open(name, create: false))
    let wasThere = unsafe try transaction.delete(key.span.bytes, in: database)
    #expect(wasThere)
  }

  static let damages: [(Damage, [String])] = [
    (
      Damage(testDescription: "a row that is no record") { transaction in
        try put(key(3), [UInt8](repeating: 0xFF, count: 24), "people", &transaction)
      },
      ["table people, row 3: this is no record of its schema: "]
    ),
    (
      Damage(testDescription: "a row under another key") { transaction in
        try put(key(77), try person(76, email: "other"), "people", &transaction)
      },
      ["table people, row 77: its record has the key 76"]
    ),
    (
      Damage(testDescription: "a row without entries") { transaction in
        try put(key(10), try person(10, email: "e10"), "people", &transaction)
      },
      [
        "table people, index peopleByName, row 10: it has no entry for its value \"n10\"",
        "table people, index peopleByTeam, row 10: it has no entry for its value 0",
        "table people, index peopleByEmail, row 10: it has no entry for its value \"e10\"",
      ]
    ),
    (
      Damage(testDescription: "entries without a row") { transaction in
        try delete(key(9), "people", &transaction)
      },
      [
        "table people, index peopleByName, row 9: the entry for \"n9\" leads to this row, which is not there",
        "table people, index peopleByTeam, row 9: the entry for 1 leads to this row, which is not there",
        "table people, index peopleByEmail, row 9: the entry for \"e9\" leads to this row, which is not there",
      ]
    ),
    (
      Damage(testDescription: "an entry of another value") { transaction in
        try put(key(9), try person(9, email: "new"), "people", &transaction)
      },
      [
        "table people, index peopleByEmail, row 9: it has no entry for its value \"new\"",
        "table people, index peopleByEmail, row 9: the entry for \"e9\" leads to this row, which has \"new\"",
      ]
    ),
    (
      Damage(testDescription: "a value twice in a unique index") { transaction in
        try put(key(9), try person(9, email: "e1"), "people", &transaction)
      },
      [
        "table people, index peopleByEmail, row 9: row 1 has \"e1\", too",
        "table people, index peopleByEmail, row 9: the entry for \"e9\" leads to this row, which has \"e1\"",
      ]
    ),
    (
      Damage(testDescription: "no mark") { transaction in
        let key = CommitMark.key
        _ = unsafe try transaction.delete(key.span.bytes, in: .main)
      },
      ["commit mark: the file has a catalog, but no note of its last commit"]
    ),
    (
      Damage(testDescription: "a mark that contradicts the catalog") { transaction in
        var mark = try #require(try transaction.snapshot.commitMark())
        mark.catalog = 99
        try transaction.put(mark)
      },
      ["commit mark: the last commit is 2, and the catalog is said to be of commit 99"]
    ),
    (
      Damage(testDescription: "a table that is gone") { transaction in
        let notes = try #require(try transaction.open("notes", create: false))
        try transaction.drop(notes, delete: true)
      },
      ["table notes: the catalog names it, and the file has no such table"]
    ),
    (
      Damage(testDescription: "a schema that can't be read") { transaction in
        var catalog = try #require(try transaction.snapshot.storedCatalog("x"))
        var people = try #require(catalog.table(named: "people"))
        people.versions[0].schema = [1, 2, 3]
        catalog.set(people)
        try transaction.put(catalog)
      },
      ["table people: ", "table people: no version of its records has the fields of its key"]
    ),
  ]

  @Test(arguments: damages) func `each fault is named, and the others are looked for`(
    damage: Damage, expected: [String]
  ) throws {
    try apply(damage)
    let report = try Store.verify(path: path)
    let found = report.faults.map(\.description)
    #expect(!report.isSound)
    #expect(report.faultCount == expected.count)
    #expect(found.count == expected.count, "\(found)")
    for (found, expected) in zip(found, expected) {
      #expect(found.hasPrefix(expected), "\(found)")
    }
    if damage.testDescription != "a table that is gone" {
      #expect(report.tables.contains { $0.name == "notes" && $0.records == 1 })
    }
  }

  @Test func `nothing is wrong with what a store wrote, and the report says what was looked at`() throws {
    let store = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
    let report = try store.verify()
    #expect(report.isSound, "\(report.faults)")
    #expect(report.notes.isEmpty)
    #expect(report.commitNumber == 2)
    #expect(report.tables.map(\.name) == ["people", "notes"])
    #expect(report.tables.map(\.records) == [9, 1])
    store.close()
    #expect(try Store.inspect(path: path).verify() == report)
  }

  @Test func `a catalog that can't be read is a fault`() throws {
    try apply(
      Damage(testDescription: "catalog") { transaction in
        let bytes: [UInt8] = [9, 9, 9, 9, 9, 9, 9, 9]
        let key = StoredCatalog.key
        unsafe try transaction.put(key.span.bytes, bytes.span.bytes, in: .main)
      })
    // Such a file can't be looked into by its catalog, only verified.
    let report = try Store.verify(path: path)
    #expect(report.faults.count == 1)
    #expect(report.faults.first?.kind == .catalog)
    #expect(report.faults.first?.message.contains("the catalog of its tables is damaged") == true)
  }

  @Test func `many faults are counted, and not all are kept`() throws {
    try apply(
      Damage(testDescription: "many") { transaction in
        for id in UInt64(100)..<1200 {
          try VerificationTests.put(
            VerificationTests.key(id), [UInt8](repeating: 1, count: 16), "people", &transaction)
        }
      })
    let report = try Store.inspect(path: path).verify()
    #expect(report.faultCount == 1100)
    #expect(report.faults.count == VerificationReport.faultLimit)
    #expect(report.tables.first?.records == 1109)
  }

  @Test func `within a write, which it would wait for, it is refused`() throws {
    let store = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
    #expect(storeError { try store.write { _ in _ = try store.verify() } }?.code == .nestedWrite)
    #expect(storeError { try store.write { _ in _ = try store.statistics() } }?.code == .nestedWrite)
  }

  @Test func `what another program wrote is noted`() throws {
    let environment = try Environment(path: path)
    let database = try environment.databases(["people"])[0]
    try environment.write { transaction in
      let key = VerificationTests.key(9)
      _ = unsafe try transaction.delete(key.span.bytes, in: database)
    }
    environment.close()
    let report = try Store.inspect(path: path).verify()
    #expect(report.faultCount == 3)
    #expect(report.notes.first?.hasPrefix("another program wrote to this file") == true)
    do {
      let store = try Store(path: path, options: TestStore.fast)
      try store.rebuildIndexes()
    }
    #expect(try Store.inspect(path: path).verify().isSound)
  }
}
