import FlatBuffersReflection
import FlatBuffersRuntime
import LMDB
import RecordStore
import Synchronization
import Testing

/// Steps from one version of a schema to another.
@Suite struct MigrationTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private struct Failed: Error {}

  /// An earlier version of the people: another key, one name, no teams.
  private func makeOldPeople(_ count: Int) throws {
    let old = try SchemaProgram(
      "table Person (table: \"people\") { login: string (key); first: string; last: string (index: \"byLast\"); }"
    )
    let store = try old.open(folder.file())
    try old.put(
      (0..<count).map { "{\"login\": \"\(100_000 + $0)\", \"first\": \"F\($0)\", \"last\": \"L\($0)\"}" },
      in: "people", store)
  }

  private let split = Migration(1, "logins become numbers") { migration in
    try migration.rewrite(.people) { old in
      guard let login = old["login"]?.text, let id = UInt64(login) else { return nil }
      let name = "\(old["first"]?.text ?? "") \(old["last"]?.text ?? "")"
      return Person.Draft(id: id, name: name, team: UInt32(id % 3))
    }
  }

  private func open(_ migrations: [Migration], _ change: (inout Store.Options) -> Void = { _ in }) throws
    -> Store
  {
    var options = TestStore.fast
    change(&options)
    return try Store(
      path: folder.file(), schema: PeopleSchema.schema, migrations: migrations, options: options)
  }

  @Test func `rows are rewritten, indexes built, and it runs once`() throws {
    try makeOldPeople(3000)
    #expect(storeError { _ = try open([]) }?.code == .schemaChanged)
    #expect(
      try Store.pendingMigrations(path: folder.file(), schema: PeopleSchema.schema, migrations: [split]) == [
        1
      ])
    let progress = Mutex<[OpeningProgress]>([])
    do {
      let store = try open([split]) { options in
        options.onProgress = { step in progress.withLock { $0.append(step) } }
        options.backup = folder.file("backup.db")
      }
      #expect(store.opening.migrations == [1])
      let found = try store.read { txn in
        (
          try txn.count(.people), try txn.get(.people, 100_007)?.name.description,
          try txn.get(by: .peopleByName, "F9 L9")?.id
        )
      }
      #expect(found == (3000, "F7 L7", 100_009))
    }
    #expect(
      progress.withLock { $0 }.contains(
        .working(action: "migration 1 ('logins become numbers'): people", done: 3000, total: 3000)))
    #expect(
      try Store.pendingMigrations(path: folder.file(), schema: PeopleSchema.schema, migrations: [split])
        .isEmpty)
    let again = try open([split])
    #expect(again.opening.migrations == [])
    let inspection = try Store.inspect(path: folder.file("backup.db"))
    #expect(inspection.table(named: "people")?.key == "login: string")
    #expect(inspection.table(named: "people")?.count == 3000)
  }

  @Test func `a step that fails leaves the file as it was`() throws {
    try makeOldPeople(1000)
    let failing = Migration(2, "fails late") { migration in
      try migration.put(.init(title: "x"), in: .notes)
      throw Failed()
    }
    let error = storeError { _ = try open([split, failing]) }
    #expect(error?.code == .migration)
    #expect(error?.message.contains("migration 2 ('fails late')") == true)
    let inspection = try Store.inspect(path: folder.file())
    #expect(inspection.table(named: "people")?.key == "login: string")
    #expect(inspection.table(named: "people")?.indexes.first?.count == 1000)
    #expect(inspection.migrations == [])
    #expect(inspection.otherDatabases == [])
    #expect(try inspection.get("100007", from: "people")?["first"]?.text == "F7")
  }

  @Test func `two records of one key are refused with the key`() throws {
    try makeOldPeople(10)
    let all = Migration(1, "all the same") { migration in
      try migration.rewrite(.people) { _ in Person.Draft(id: 7, name: "x") }
    }
    let error = storeError { _ = try open([all]) }
    #expect(error?.code == .migration)
    #expect(error?.message.contains("the key 7") == true)
  }

  @Test func `old rows are read by the code of the old schema`() throws {
    do {
      let store = try Store(path: folder.file(), schema: PeopleSchema.schema, options: TestStore.fast)
      try store.write { txn in try txn.put(.init(title: "7", text: "Ann"), in: .notes) }
    }
    let typed = Migration(1, "notes are people") { migration in
      try migration.drop("people")
      try migration.rewrite(.people, from: "notes", reading: Note.self) { note in
        guard let id = UInt64(note.title.description) else { return nil }
        return Person.Draft(id: id, name: note.text?.description ?? "")
      }
    }
    let store = try open([typed])
    let found = try store.read { txn in
      (
        try txn.get(.people, 7)?.name.description, try txn.count(.notes),
        try txn.get(by: .peopleByName, "Ann")?.id
      )
    }
    #expect(found == ("Ann", 0, 7))
  }

  @Test func `a table is renamed, another dropped`() throws {
    let old = try SchemaProgram(
      "table A (table: \"as\") { id: ulong (key); x: int (index: \"byX\"); } table B (table: \"bs\") { id: ulong (key); }"
    )
    do {
      let store = try old.open(folder.file())
      try old.put([#"{"id": 1, "x": 5}"#], in: "as", store)
      try old.put([#"{"id": 1}"#], in: "bs", store)
    }
    let new = try SchemaProgram("table A (table: \"cs\") { id: ulong (key); x: int (index: \"byX\"); }")
    do {
      let store = try new.open(folder.file())
      #expect(store.opening.unclaimedTables == ["as", "bs"])
      #expect(try new.rows("cs", store) == [])
    }
    let migration = Migration(1, "as are cs") { migration in
      try migration.drop("cs")
      try migration.rename("as", to: "cs")
      try migration.drop("bs")
    }
    let store = try new.open(folder.file(), migrations: [migration])
    #expect(store.opening.unclaimedTables == [])
    #expect(try new.rows(by: "byX", of: "cs", store).count == 1)
    store.close()
    #expect(try Store.inspect(path: folder.file()).otherDatabases == [])
  }

  @Test func `rows put beside others keep the indexes that only other programs know`() throws {
    let theirs = try SchemaProgram(
      "table Note (table: \"notes\") { title: string (key); text: string (index: \"byText\"); }")
    do {
      let store = try theirs.open(folder.file())
      try theirs.put([#"{"title": "a", "text": "z"}"#], in: "notes", store)
    }
    let adding = Migration(1, "a note is added") { migration in
      try migration.put(.init(title: "b", text: "y"), in: .notes)
    }
    do { #expect(try open([adding]).opening.migrations == [1]) }
    let inspection = try Store.inspect(path: folder.file())
    #expect(inspection.table(named: "notes")?.indexes.map(\.count) == [2])
    #expect(inspection.table(named: "notes")?.count == 2)
    // Both versions may still have written rows, so both are kept.
    #expect(inspection.table(named: "notes")?.versions.count == 2)
  }

  @Test func `rows are not mixed with those of another program's database`() throws {
    try makeOldPeople(3)
    let environment = try Environment(path: folder.file())
    let theirs = try environment.databases(["notes"])[0]
    try environment.write { transaction in
      let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
      unsafe try transaction.put(bytes.span.bytes, bytes.span.bytes, in: theirs)
    }
    environment.close()
    let moving = Migration(1, "people are notes") { migration in try migration.rename("people", to: "notes") }
    let error = storeError { _ = try open([moving]) }
    #expect(error?.message.contains("the file has a database notes of another program") == true)
  }

  @Test func `a file is adopted before it is migrated`() throws {
    let environment = try Environment(path: folder.file())
    _ = try environment.databases(["people"])
    environment.close()
    let error = storeError { _ = try open([split]) { $0.adopting = true } }
    #expect(error?.code == .migration)
    #expect(error?.message.contains("Adopt it first") == true)
    do { #expect(try open([]) { $0.adopting = true }.opening.adoptedTables == ["people"]) }
    let store = try open([Migration(1, "a note") { try $0.put(.init(title: "b"), in: .notes) }])
    #expect(store.opening.migrations == [1])
  }

  @Test func `a file that was migrated further is refused`() throws {
    do { _ = try open([split, Migration(2, "later") { _ in }]) }
    #expect(try Store.inspect(path: folder.file()).migrations.map(\.number) == [1, 2])
    let error = storeError { _ = try open([split]) }
    #expect(error?.code == .downgrade)
    #expect(error?.message.contains("'later'") == true)
    #expect(storeError { _ = try open([]) }?.code == .downgrade)
  }

  @Test func `a file that is to be migrated is not read as if it were`() throws {
    do { _ = try open([]) }
    let data = Migration(1, "teams are doubled") { migration in
      try migration.rewrite(.people) { old in
        Person.Draft(
          id: old["id"]?.value(as: UInt64.self) ?? 99, name: old["name"]?.text ?? "",
          team: 2 * (old["team"]?.value(as: UInt32.self) ?? 99))
      }
    }
    do {
      let store = try open([])
      try store.write { txn in try txn.put(.init(id: 0, name: "zero"), in: .people) }
    }
    let error = storeError { _ = try open([data]) { $0.access = .readOnly } }
    #expect(error?.code == .migration)
    #expect(error?.message.contains("'teams are doubled'") == true)
    // An absent field has its default.
    let store = try open([data])
    let team = try store.read { txn in try txn.get(.people, 0)?.team }
    #expect(team == 0)
  }

  @Test func `wrong numbers and names are named`() throws {
    #expect(storeError { _ = try open([Migration(0, "zero") { _ in }]) }?.message.contains("'zero'") == true)
    #expect(storeError { _ = try open([split, split]) }?.code == .migration)
    try makeOldPeople(1)
    let wrong = Migration(1, "wrong") { migration in try migration.drop("nothing") }
    #expect(storeError { _ = try open([wrong]) }?.message.contains("it has people") == true)
  }
}
