import FlatBuffersReflection
import FlatBuffersRuntime
import Foundation
import LMDB
import Programs
import Testing

@testable import RecordStore

/// What other programs do to a file, what migrations keep to themselves, and catalogs that lie.
@Suite(.timeLimit(.minutes(5))) struct OtherProgramsTests {
  private let folder: TestFolder
  private var path: String { folder.file() }

  init() throws { folder = try TestFolder() }

  private static func things(_ a: String = "") throws -> SchemaProgram {
    try SchemaProgram("table Thing (table: \"things\") { id: ulong (key); a: int\(a); b: string; }")
  }

  /// Opens the file as another process would, whose databases this one has not opened.
  private func openAsOther(
    _ schema: StoreSchema, _ store: Store, migrations: [Migration] = []
  ) throws -> OpeningReport {
    try StoreOpener(store.environment, [schema], TestStore.fast, migrations).open().1
  }

  /// Changes a file's catalog and mark as if a store had done it.
  private func change(_ body: @escaping (inout StoredCatalog, inout CommitMark) throws -> Void) throws {
    let path = path
    let environment = try Environment(path: path)
    try environment.write { transaction in
      var catalog = try #require(try transaction.snapshot.storedCatalog(path))
      var mark = try #require(try transaction.snapshot.commitMark())
      mark.transaction = transaction.transactionID
      try body(&catalog, &mark)
      try transaction.put(catalog)
      try transaction.put(mark)
    }
    environment.close()
  }

  @Test(arguments: [
    (
      "table A (table: \"things\") { id: ulong (key); a: int; }",
      "table A { id: ulong (key); a: int; } table B (table: \"things\") { id: ulong (key); s: string; n: A; }"
    ),
    (
      """
      table A (table: "things") { id: ulong (key); a: int; b: B; }
      table B (table: "others") { id: ulong (key); s: string; a: A; }
      """,
      """
      table A (table: "others") { id: ulong (key); a: int; b: B; }
      table B (table: "things") { id: ulong (key); s: string; a: A; }
      """
    ),
  ])
  func `a stored table of another type is refused, also if the old type is part of the new one`(
    old: String, new: String
  ) throws {
    let (old, new) = (try SchemaProgram(old), try SchemaProgram(new))
    do {
      let store = try old.open(path)
      try old.put([#"{"id": 1, "a": 77777777}"#], store)
    }
    let error = storeError { _ = try new.open(path) }
    #expect(error?.code == .schemaChanged)
    #expect(error?.findings.contains { $0.change == .rootTable } == true)
    #expect(try old.rows("things", try old.open(path)).count == 1)
  }

  @Test func `a program that reads and then writes keeps an index right that another process made meanwhile`()
    throws
  {
    let (old, new) = (try Self.things(), try Self.things(" (index: \"byA\")"))
    let store = try old.open(path)
    try old.put([#"{"id": 1, "a": 5}"#], store)
    #expect(try openAsOther(new.definition, store).builtIndexes == ["things/byA"])
    #expect(try old.rows("things", store).count == 1)
    try old.put([#"{"id": 2, "a": 4}"#], store)
    store.close()
    let other = try new.open(path)
    #expect(try new.rows(by: "byA", other).count == 2)
  }

  @Test func `an open store refuses tables that another process migrated further than it knows`() throws {
    let store = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
    try store.write { txn in try txn.put(.init(id: 1, name: "Ann"), in: .people) }
    let renumbered = Migration(1, "renumbered") { migration in
      try migration.rewrite(.people) { old in Person.Draft(id: 101, name: old["name"]?.text ?? "") }
    }
    #expect(try openAsOther(PeopleSchema.schema, store, migrations: [renumbered]).migrations == [1])
    #expect(storeError { _ = try store.read { txn in try txn.count(.people) } }?.code == .downgrade)
    let error = storeError {
      try store.write { txn in try txn.put(.init(id: 2, name: "Bob"), in: .people) }
    }
    #expect(error?.code == .downgrade)
  }

  @Test func `a rewriting that fails fails its migration, also if the body goes on`() throws {
    struct Failed: Error {}
    do {
      let store = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
      try store.write { txn in try txn.put(.init(id: 1, name: "Ann"), in: .people) }
    }
    let silent = Migration(1, "silent") { migration in
      try? migration.rewrite(.people) { _ in throw Failed() }
    }
    let error = storeError {
      _ = try Store(
        path: path, schema: PeopleSchema.schema, migrations: [silent], options: TestStore.fast)
    }
    #expect(error?.code == .migration)
    let store = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
    #expect(try store.read { txn in try txn.get(by: .peopleByName, "Ann")?.id } == 1)
  }

  @Test(arguments: ["", "x/y", "/migrating", "things/byA", "a\0b"])
  func `a table is not renamed to what is no name`(name: String) throws {
    let program = try Self.things(" (index: \"byA\")")
    do { try program.put([#"{"id": 1, "a": 5}"#], try program.open(path)) }
    let rename = Migration(1, "rename") { migration in try migration.rename("things", to: name) }
    let error = storeError { _ = try program.open(path, migrations: [rename]) }
    #expect(error?.code == .migration)
    #expect(error?.message.contains("is no name of a table") == true)
    #expect(try program.rows(by: "byA", try program.open(path)).count == 1)
  }

  @Test(arguments: 0..<4, [UInt64.max, UInt64.max - 1, 1 << 63, 0])
  func `any numbers in the mark of the last commit are no crash`(word: Int, value: UInt64) throws {
    let (old, new) = (try Self.things(), try Self.things(" (index: \"byA\")"))
    do { try old.put([#"{"id": 1, "a": 5}"#], try old.open(path)) }
    try change { _, mark in
      switch word {
      case 0: mark.number = value
      case 1: mark.transaction = value
      case 2: mark.catalog = value
      default: mark.isUncertain = value != 0
      }
    }
    for program in [old, new] {
      let store = try program.open(path)
      try program.put([#"{"id": 2, "a": 6}"#], store)
      try store.rebuildIndexes()
      #expect(try program.rows("things", store).count == 2)
    }
  }

  @Test(arguments: [
    CatalogKeyPart.Draft(path: [65535], name: "x", type: .unsigned, scalar: "ulong"),
    CatalogKeyPart.Draft(path: [], name: "x", type: .unsigned, scalar: "ulong"),
    CatalogKeyPart.Draft(path: [1], name: "x", type: .string),
    CatalogKeyPart.Draft(path: [2], name: "x", type: .unsigned, scalar: "ulong"),
    CatalogKeyPart.Draft(path: [1], name: "x", type: .unsigned, scalar: "ulong"),
    CatalogKeyPart.Draft(path: [1], name: "x", type: .unsigned, scalar: "double"),
    CatalogKeyPart.Draft(path: [1], name: "x", type: .signed, scalar: "int", offset: 4),
    CatalogKeyPart.Draft(path: [1], name: "x", type: .signed, scalar: "int", count: 2),
    CatalogKeyPart.Draft(path: [1], name: "x", type: .signed, scalar: "int", count: 0),
    CatalogKeyPart.Draft(path: [1], name: "x", type: .fixedBytes, scalar: "ubyte", count: .max),
    CatalogKeyPart.Draft(path: [1], name: "x", type: .signed, scalar: "int", eachElement: true, stride: 4),
    CatalogKeyPart.Draft(path: [2], name: "x", type: .string, eachElement: true, stride: 4),
    CatalogKeyPart.Draft(path: [2], name: "x", type: .bytes),
    CatalogKeyPart.Draft(path: [1, 0], name: "x", type: .signed, scalar: "int"),
    // What only later versions know.
    CatalogKeyPart.Draft(path: [1], name: "x", type: CatalogKeyType(rawValue: 99), scalar: "int"),
    CatalogKeyPart.Draft(
      path: [1], name: "x", type: .signed, scalar: "int", order: CatalogOrder(rawValue: 7)),
    CatalogKeyPart.Draft(
      path: [1], name: "x", type: .signed, scalar: "int", absence: CatalogAbsence(rawValue: 77)),
  ])
  func `an index of fields that the records do not have is not kept`(part: CatalogKeyPart.Draft) throws {
    let (old, new) = (try Self.things(), try Self.things(" (index: \"byA\")"))
    do { try new.put([#"{"id": 1, "a": 2147483647, "b": "x"}"#], try new.open(path)) }
    try change { catalog, _ in
      var entry = try #require(catalog.table(named: "things"))
      entry.indexes = [CatalogIndex.Draft(name: "byA", key: CatalogKey.Draft(parts: [part]))]
      catalog.set(entry)
    }
    let store = try old.open(path)
    #expect(try old.rows("things", store).count == 1)
    let error = storeError { try old.put([#"{"id": 2, "a": 2147483647}"#], store) }
    #expect(error?.code == .indexUnavailable)
    #expect(storeError { try store.rebuildIndexes() }?.code == .indexUnavailable)
  }

  @Test func `times to wait of any length`() {
    for limit in [Duration.seconds(Int64.max), .seconds(Int64.min), .zero, .milliseconds(1500)] {
      _ = limit.dispatchInterval
    }
    #expect(Duration.milliseconds(1500).dispatchInterval == .nanoseconds(1_500_000_000))
  }

  @Test(.enabled(if: Program.isInstalled("/usr/bin/python3")))
  func `a file that is not to be changed is opened while another process writes`() async throws {
    let program = try Self.things()
    do { try program.put([#"{"id": 1, "a": 5}"#], try program.open(path)) }
    var time: Duration?
    let writer = Program(named: "python3", ["-c", Self.holdsTheLock, path])
    let outcome = try await writer.run { line in
      guard line == "held" else { return false }
      // If opening waited, it would end with the writer, a minute later.
      time = try ContinuousClock().measure {
        let store = try program.open(path) { $0.waitingAtMost = .seconds(1) }
        #expect(try program.rows("things", store).count == 1)
      }
      return true
    }
    #expect(try #require(time, "\(outcome.text)") < .seconds(30))
  }

  /// Takes LMDB's lock for writers, until it is interrupted or a minute has passed.
  private static let holdsTheLock = """
    import ctypes, sys, time
    lmdb = ctypes.CDLL("liblmdb.so.0")
    environment, transaction = ctypes.c_void_p(), ctypes.c_void_p()
    assert lmdb.mdb_env_create(ctypes.byref(environment)) == 0
    assert lmdb.mdb_env_open(environment, sys.argv[1].encode(), 0x4000, 0o644) == 0
    assert lmdb.mdb_txn_begin(environment, None, 0, ctypes.byref(transaction)) == 0
    print("held", flush=True)
    time.sleep(60)
    """
}
