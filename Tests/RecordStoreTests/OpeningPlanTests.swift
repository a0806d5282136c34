import FlatBuffersReflection
import FlatBuffersRuntime
import Testing

@testable import RecordStore

/// Opening as a comparison of two values: no file is involved.
@Suite struct OpeningPlanTests {
  private func given(_ text: String) throws -> [GivenTable] {
    try GivenTable.all(in: [try SchemaProgram(text).definition])
  }

  private func thing(_ fields: String) -> String {
    "table Thing (table: \"things\") { id: ulong (key); \(fields) }"
  }

  private func catalog(_ text: String) throws -> StoredCatalog {
    try OpeningPlan(stored: nil, given: given(text), "file").catalog
  }

  @Test func `a new file gets all tables`() throws {
    let plan = try OpeningPlan(stored: nil, given: given(thing("a: int (index: \"byA\");")), "file")
    #expect(plan.steps == [.createTable("things"), .buildIndex("byA", of: "things")])
    #expect(plan.changesFile)
  }

  @Test func `a file of another program's tables has them adopted`() throws {
    let plan = try OpeningPlan(stored: nil, existing: ["things"], given: given(thing("a: int;")), "file")
    #expect(plan.steps == [.adoptTable("things")])
  }

  @Test func `the same tables take nothing`() throws {
    let text = thing("a: int (index: \"byA\");")
    let plan = try OpeningPlan(stored: catalog(text), given: given("// another comment\n" + text), "file")
    #expect(plan.steps == [])
    #expect(!plan.changesFile)
    #expect(plan.unproven == [])
  }

  @Test func `what is appended is noted as a version, and the old one stays known`() throws {
    let stored = try catalog(thing("a: int;"))
    let plan = try OpeningPlan(stored: stored, given: given(thing("a: int; b: string;")), "file")
    #expect(plan.steps == [])
    #expect(plan.changesFile)
    #expect(plan.catalog.table(named: "things")?.versions.count == 2)
    let back = try OpeningPlan(stored: plan.catalog, given: given(thing("a: int;")), "file")
    #expect(!back.changesFile)
  }

  @Test func `indexes are built, dropped and built, and kept for those who know them`() throws {
    let stored = try catalog(thing("a: int (index: \"x\"); b: string (index: \"theirs\");"))
    let plan = try OpeningPlan(
      stored: stored, given: given(thing("a: int (unique: \"x\"); b: string (index: \"new\");")), "file")
    #expect(
      plan.steps == [
        .dropIndex("x", of: "things"), .buildIndex("x", of: "things"), .buildIndex("new", of: "things"),
      ])
    #expect(plan.catalog.table(named: "things")?.indexes?.map(\.name) == ["x", "theirs", "new"])
  }

  @Test(arguments: [
    ("a", "a desc"), ("a, b", "b, a"), ("a, b", "a"), ("a, b", "a, b desc"), ("a", "s.x"), ("s.x", "s.y"),
    ("s", "s.x"), ("a", "v"),
  ])
  func `an index of other parts or directions is built anew, a key of others is refused`(
    old: String, new: String
  ) throws {
    func indexed(_ fields: String) -> String {
      "struct S { x: int; y: int; } table Thing (table: \"things\", index: \"x(\(fields))\") "
        + "{ id: ulong (key); a: int; b: string; s: S; v: [int]; }"
    }
    let stored = try catalog(indexed(old))
    let same = try OpeningPlan(stored: stored, given: given(indexed(old)), "file")
    #expect(same.steps == [] && !same.changesFile)
    let plan = try OpeningPlan(stored: stored, given: given(indexed(new)), "file")
    #expect(plan.steps == [.dropIndex("x", of: "things"), .buildIndex("x", of: "things")])
    guard new != "v" else { return }
    func keyed(_ fields: String) -> String {
      "struct S { x: int; y: int; } table Thing (table: \"things\", primary: \"\(fields)\") "
        + "{ a: int; b: string (required); s: S (required); }"
    }
    let error = storeError {
      _ = try OpeningPlan(stored: catalog(keyed(old)), given: given(keyed(new)), "file")
    }
    #expect(error?.code == .schemaChanged)
    #expect(
      error?.message.contains("its primary key was '\(old.prefix(1))") == true, "\(error?.message ?? "")")
  }

  @Test func `a default that is no number is the same default`() throws {
    let text = thing("a: double = nan (index: \"byA\"); b: float = -0.0 (index: \"byB\");")
    #expect(try !OpeningPlan(stored: catalog(text), given: given(text), "file").changesFile)
    let other = text.replacing("-0.0", with: "0.0")
    #expect(storeError { _ = try OpeningPlan(stored: catalog(text), given: given(other), "file") } != nil)
  }

  @Test func `tables that the program does not name are told and kept`() throws {
    let stored = try catalog(thing("a: int;") + " table Other (table: \"others\") { id: ulong (key); }")
    let plan = try OpeningPlan(stored: stored, given: given(thing("a: int;")), "file")
    #expect(plan.leftBehind == ["others"])
    #expect(!plan.changesFile)
  }

  @Test func `rows that may lack what the program requires are verified`() throws {
    let stored = try catalog(thing("a: int; b: string (required);"))
    let plan = try OpeningPlan(stored: stored, given: given(thing("a: int; b: string;")), "file")
    let back = try OpeningPlan(
      stored: plan.catalog, given: given(thing("a: int; b: string (required);")), "file")
    #expect(back.unproven == ["things"])
  }

  @Test func `a field that was removed can't have its place taken later`() throws {
    let removed = AcceptedChange(.fieldRemoved, of: "t.Thing.b")
    let stored = try catalog(thing("a: int; b: string;"))
    let plan = try OpeningPlan(stored: stored, given: given(thing("a: int;")), accepting: [removed], "file")
    let error = storeError {
      _ = try OpeningPlan(
        stored: plan.catalog, given: given(thing("a: int; c: int;")), accepting: [removed], "file")
    }
    #expect(error?.findings.contains { $0.change == .fieldType } == true)
  }

  @Test func `tables without a schema are known by name and version of their code`() throws {
    let table = { (version: Int) in
      Table<Person, UInt64>(
        name: "hand", ordinal: 0, fingerprint: 9, version: version, key: { $0.id }
      ).definition
    }
    let given = { (version: Int) in
      try GivenTable.all(in: [StoreSchema(name: "hand", fingerprint: 9, tables: [table(version)])])
    }
    let stored = try OpeningPlan(stored: nil, given: given(1), "file").catalog
    #expect(try !OpeningPlan(stored: stored, given: given(1), "file").changesFile)
    #expect(
      storeError { _ = try OpeningPlan(stored: stored, given: given(2), "file") }?.code == .schemaChanged)
  }
}
