import FlatBuffersRuntime
import SharedBytes
import Testing

@testable import RecordStore

/// All ways but the replica's own by which its tables could be changed.
@Suite struct ReplicaDoorsTests {
  private static let source = "com.example.people"

  private let folder: TestFolder
  private var path: String { folder.file() }

  /// A file whose table `people` is a replica's, with three rows.
  ///
  /// - Parameter isWhole: whether it can be read.
  private init(isWhole: Bool) async throws {
    folder = try TestFolder()
    let store = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
    try await store.write { txn in try txn.put(Note.Draft(title: "own"), in: .notes) }
    let tables = [try store.served(AnyTable.table(.people))]
    var position = ReplicaPosition(
      phase: .rows(table: 0, after: nil), tables: ["people"], history: 1, commit: 5, latest: 5)
    try await store.replicate(ReplicaWrite(.begin, position), to: tables, of: Self.source, after: nil)
    let rows = try (1...3 as ClosedRange<UInt64>).map { id in
      let person = try RecordBuffer<Person>(Person.Draft(id: id, name: "n\(id)", email: "e\(id)"))
      return ReplicaRow(key: [UInt8](stored: id), record: person.bytes)
    }
    let begun = position
    position.phase = .catchingUp
    try await store.replicate(
      ReplicaWrite(.rows(rows, table: 0), position), to: tables, of: Self.source, after: begun)
    if isWhole {
      let caughtUp = position
      position.phase = .following
      try await store.replicate(
        ReplicaWrite(.complete, position), to: tables, of: Self.source, after: caughtUp)
    }
    store.close()
  }

  init() async throws { try await self.init(isWhole: true) }

  private func open(_ migrations: [Migration] = []) throws -> Store {
    try Store(path: path, schema: PeopleSchema.schema, migrations: migrations, options: TestStore.fast)
  }

  private static func migration(
    _ body: @escaping @Sendable (inout MigrationContext) throws -> Void
  ) -> @Sendable (inout MigrationContext) throws -> Void { body }

  private static let changes = [
    migration { try $0.drop("people") }, migration { try $0.rename("people", to: "folk") },
    migration { try $0.put(Person.Draft(id: 9, name: "x", email: "x"), in: .people) },
    migration { try $0.rewrite(.people) { _ in nil } },
    migration { try $0.rewrite(.people, reading: Person.self) { $0.draft } },
    migration { try $0.rewrite(.notes, from: "people") { _ in nil } },
  ]

  @Test(arguments: changes.indices)
  func `a migration that changes a replica's table is refused, and the file stays as it is`(
    change: Int
  ) throws {
    let migration = Migration(1, "changes", Self.changes[change])
    let error = storeError { _ = try open([migration]) }
    #expect(error?.code == .replica && error?.table == "people", "\(error?.message ?? "")")
    #expect(
      error?.message.contains("table people can't be changed: it is a replica of \(Self.source)") == true)
    let store = try open()
    #expect(try store.read { try $0.count(.people) } == 3)
    #expect(try store.read { try $0.replicaPosition(of: Self.source) } != nil)
  }

  @Test func `a replica's table is neither dropped nor renamed, but others beside it are`() throws {
    for change in Self.changes.prefix(2) {
      let error = storeError { try Store.alter(path: path, options: TestStore.fast, change) }
      #expect(error?.code == .replica && error?.message.contains("promote it first") == true)
    }
    try Store.alter(path: path, options: TestStore.fast) { try $0.drop("notes") }
    #expect(try Store.inspect(path: path).tables.map(\.name) == ["people"])
  }

  @Test func `a promoted table has its rows and indexes, is written by all, and its replica is refused`()
    async throws
  {
    try Store.alter(path: path, options: TestStore.fast) { try $0.promote("people") }
    let store = try open()
    try await store.write { txn in
      try txn.put(Person.Draft(id: 4, name: "n4", email: "e4"), in: .people)
      try txn.delete(.people, 1)
    }
    #expect(try store.read { try $0.count(by: .peopleByEmail) } == 3)
    let report = try store.verify()
    #expect(report.isSound, "\(report.faults)")
    #expect(try store.read { try $0.replicaPosition(of: Self.source) } == nil)
    let again = ReplicaPosition(
      phase: .rows(table: 0, after: nil), tables: ["people"], history: 1, commit: 5, latest: 5)
    let tables = [try store.served(AnyTable.table(.people))]
    do {
      try await store.replicate(ReplicaWrite(.begin, again), to: tables, of: Self.source, after: nil)
      Issue.record("the rows were replaced")
    } catch let error as StoreError {
      #expect(error.code == .replica && error.message.contains("has rows of its own"))
    }
    store.close()
    let error = storeError {
      try Store.alter(path: path, options: TestStore.fast) { try $0.promote("people") }
    }
    #expect(error?.message.contains("the table people is no replica's") == true)
  }

  @Test func `a replica's table that is not whole is read by no migration, and promoted it is empty`()
    async throws
  {
    let other = try await ReplicaDoorsTests(isWhole: false)
    let error = storeError {
      try Store.alter(path: other.path, options: TestStore.fast) { tables in
        try tables.forEachRow(of: "people") { _ in Issue.record("a row was read") }
      }
    }
    #expect(error?.code == .replicaIncomplete && error?.message.contains(Self.source) == true)
    do {
      let inspection = try Store.inspect(path: other.path)
      for look in [
        { _ = try inspection.get("1", from: "people") },
        { try inspection.forEachRow(of: "people") { _, _ in } },
        { _ = try inspection.dump { _ in } },
      ] as [() throws -> Void] {
        #expect(storeError(look)?.code == .replicaIncomplete)
      }
    }
    try Store.alter(path: other.path, options: TestStore.fast) { try $0.promote("people") }
    let store = try other.open()
    #expect(try store.read { try $0.count(.people) } == 0)
    try await store.write { txn in try txn.put(Person.Draft(id: 1, name: "a", email: "b"), in: .people) }
    #expect(try store.verify().isSound)
  }

  @Test func `indexes of a replica's table are the store's own`() throws {
    try Store.alter(path: path, options: TestStore.fast) { try $0.dropIndex("peopleByName", of: "people") }
    let store = try open()
    #expect(store.opening.builtIndexes == ["people/peopleByName"])
    try store.rebuildIndexes()
    #expect(try store.read { try $0.count(by: .peopleByName) } == 3)
    let error = storeError { _ = try store.write { txn in try txn.truncate(.people) } }
    #expect(error?.code == .replica)
  }

  @Test func `a dump is not loaded into a replica's table`() throws {
    var lines: [String] = []
    _ = try Store.inspect(path: path).dump { lines.append($0) }
    let store = try open()
    var rest = lines[...]
    let error = storeError { _ = try store.load { rest.popFirst() } }
    #expect(error?.code == .replica, "\(error?.message ?? "")")
  }

  @Test func `a store's file is not opened as one of zLMDB`() throws {
    let error = storeError { _ = try SlotStore(path: path) }
    #expect(error?.code == .foreignFile && error?.message.contains("Open it with Store") == true)
    #expect(try Store.inspect(path: path).isTrusted)
  }

  @Test func `a table with an index that this program can't make becomes no replica`() async throws {
    func program(_ fingerprint: UInt64, _ indexes: [IndexDefinition]) -> (Table<Person, UInt64>, StoreSchema)
    {
      let table = Table<Person, UInt64>(
        name: "coded", ordinal: 0, fingerprint: fingerprint, key: { $0.id }, indexes: indexes)
      return (
        table, StoreSchema(name: "coded", fingerprint: fingerprint, tables: [table.definition])
      )
    }
    let index = Index<Person, UInt64>(
      name: "codedByTeam", ordinal: 0, fingerprint: 1, key: { UInt64($0.team) })
    let other = folder.file("coded.db")
    try Store(path: other, schema: program(1, [index.definition]).1, options: TestStore.fast).close()
    let (table, schema) = program(2, [])
    let store = try Store(path: other, schema: schema, options: TestStore.fast)
    let position = ReplicaPosition(
      phase: .rows(table: 0, after: nil), tables: ["coded"], history: 1, commit: 5, latest: 5)
    let tables = [try store.served(AnyTable.table(table))]
    do {
      try await store.replicate(ReplicaWrite(.begin, position), to: tables, of: Self.source, after: nil)
      Issue.record("an index would have been left as it was")
    } catch let error as StoreError {
      #expect(error.code == .indexUnavailable && error.message.contains("codedByTeam"), "\(error.message)")
    }
  }
}
