import Testing

@testable import FlatBuffersLanguage
@testable import FlatBuffersReflection

@Suite("Evolution")
struct EvolutionTests {
  typealias Finding = (EvolutionFinding.Severity, EvolutionFinding.Change)

  static func findings(_ old: String, _ new: String) throws -> [EvolutionFinding] {
    let old = compile(old)
    let new = compile(new)
    #expect(old.errors == [] && new.errors == [])
    return try #require(new.schema).findings(since: #require(old.schema))
  }

  @Test(
    "what is safe is not complained about",
    arguments: [
      ("table T { a: int; }", "table T { a: int; b: string; }"),
      ("table T { a: int; }", "table T { renamed: int; }"),
      ("table T { a: int; b: int; }", "table T { a: int (deprecated); b: int; }"),
      ("table T { a: int (id: 0); }", "table T { b: int (id: 1); a: int (id: 0); }"),
      ("table T { a: float = 1.5; }", "table T { a: float = 1.50; }"),
      ("table T { a: double = nan; }", "table T { a: double = nan; }"),
      ("enum E: byte { A, B }", "enum E: byte { A, Bee, C }"),
      ("table A {} union U { A }", "table A {} table B {} union U { A, B }"),
      ("table A { x: int; } table T { a: A; }", "table AA { x: int; } table T { a: AA; }"),
      (
        "attribute \"table\"; attribute \"primary\"; table T (table: \"t\", primary: \"a\") { a: int; }",
        "attribute \"table\"; attribute \"primary\"; table T (table: \"t\", primary: \"b\") { b: int; }"
      ),
      (
        "attribute \"table\"; attribute \"primary\"; table T (table: \"t\") { a: int (key); }",
        "attribute \"table\"; attribute \"primary\"; table T (table: \"t\", primary: \"a\") { a: int (key); }"
      ),
      ("struct S { a: int; b: float; }", "struct S { x: int; y: float; }"),
      ("table A { a: A; b: [A]; }", "table A { a: A; b: [A]; c: A; }"),
      ("table T { a: string (required, deprecated); }", "table T { a: string (deprecated); }"),
      ("table T { a: int; }", "table T { a: int; b: string (required, deprecated); }"),
      ("table T { a: uint; }", "table T { a: uint (hash: \"fnv1_32\"); }"),
      ("table T { n: [ubyte] (nested_flatbuffer: \"N\"); } table N {}", "table T { n: [ubyte]; } table N {}"),
      ("table T { n: [ubyte] (flexbuffer); }", "table T { n: [ubyte]; }"),
    ])
  func safe(old: String, new: String) throws {
    #expect(try Self.findings(old, new) == [])
  }

  @Test(
    "what is unsafe is found",
    arguments: [
      ("table T { a: int; }", "table T { a: long; }", .breaking, .fieldType),
      ("table T { a: int; }", "table T { a: uint; }", .care, .fieldType),
      ("table T { a: bool; }", "table T { a: byte; }", .breaking, .fieldType),
      ("table T { a: [int]; }", "table T { a: int; }", .breaking, .fieldType),
      ("table T { a: string; }", "table T { a: [ubyte]; }", .care, .fieldType),
      ("table T { a: string; }", "table T { a: [short]; }", .breaking, .fieldType),
      ("table T { a: [string]; }", "table T { a: [T]; }", .breaking, .fieldType),
      ("table T { a: string; }", "table T { a: string (offset64); }", .breaking, .fieldType),
      ("table T { a: int; b: int; }", "table T { b: int; a: int; }", .breaking, .fieldMoved),
      ("table T { a: int; b: int; }", "table T { a: int; x: int; b: int; }", .breaking, .fieldMoved),
      ("table T { a: int; b: int; }", "table T { a: int; }", .care, .fieldRemoved),
      ("table T { a: int; b: string (required); }", "table T { a: int; }", .breaking, .fieldRemoved),
      ("table T { a: int; }", "table T { a: int = 1; }", .breaking, .fieldDefault),
      ("table T { a: int; }", "table T { a: int = null; }", .breaking, .fieldDefault),
      ("table T { a: float; }", "table T { a: float = -0.0; }", .breaking, .fieldDefault),
      (
        "attribute \"table\"; attribute \"index\"; table T (table: \"t\") { i: int (key, index: \"x\"); j: int; }",
        "attribute \"table\"; attribute \"index\"; table T (table: \"t\") { i: int (key); j: int (index: \"x\"); }",
        .care,
        .storage
      ),
      ("table T { a: string; }", "table T { a: string = \"x\"; }", .breaking, .fieldDefault),
      ("table T { a: [int]; }", "table T { a: [int] = []; }", .care, .fieldDefault),
      ("table T { a: string; }", "table T { a: string (required); }", .breaking, .fieldRequired),
      ("table T { a: string (required); }", "table T { a: string; }", .care, .fieldRequired),
      ("table T { a: int; }", "table T { a: int; b: string (required); }", .breaking, .fieldAdded),
      ("table T { a: int; }", "table T { a: int (key); }", .care, .key),
      ("table T { a: int (deprecated); }", "table T { b: int; }", .care, .fieldRevived),
      (
        "table T { a: string (required); }", "table T { a: string (required, deprecated); }", .breaking,
        .fieldRequired
      ),
      ("table T { a: string (required); }", "table T { a: string (deprecated); }", .breaking, .fieldRequired),
      (
        "table T { a: string (required, deprecated); }", "table T { a: string (required); }", .breaking,
        .fieldRequired
      ),
      (
        "table T { a: int; b: string (required, deprecated); }", "table T { a: int; }", .care, .fieldRemoved
      ),
      (
        "table N {} table T { n: [ubyte]; }", "table N {} table T { n: [ubyte] (nested_flatbuffer: \"N\"); }",
        .breaking, .nestedType
      ),
      ("table T { n: [ubyte]; }", "table T { n: [ubyte] (flexbuffer); }", .breaking, .nestedType),
      (
        "table N {} table T { n: [ubyte] (flexbuffer); }",
        "table N {} table T { n: [ubyte] (nested_flatbuffer: \"N\"); }", .breaking, .nestedType
      ),
      ("table T { a: int; }", "table T { a: int; b: int (key); }", .care, .key),
      ("struct S { a: int (key); b: int; }", "struct S { a: int; b: int (key); }", .care, .key),
      (
        "attribute \"table\"; table T (table: \"t\") { a: int (key); b: int; }",
        "attribute \"table\"; table T (table: \"t\") { a: int; b: int (key); }", .breaking, .key
      ),
      (
        "attribute \"table\"; attribute \"primary\"; table T (table: \"t\", primary: \"a\") { a: int; b: int; }",
        "attribute \"table\"; attribute \"primary\"; table T (table: \"t\", primary: \"a, b\") { a: int; b: int; }",
        .breaking, .key
      ),
      (
        "attribute \"table\"; attribute \"primary\"; table T (table: \"t\", primary: \"a\") { a: int; b: int; }",
        "attribute \"table\"; attribute \"primary\"; table T (table: \"t\", primary: \"a desc\") { a: int; b: int; }",
        .breaking, .key
      ),
      (
        "attribute \"table\"; attribute \"primary\"; table T (table: \"t\") { a: int (key); b: int; }",
        "attribute \"table\"; attribute \"primary\"; table T (table: \"t\", primary: \"b\") { a: int (key); b: int; }",
        .breaking, .key
      ),
      (
        "attribute \"table\"; attribute \"index\"; table T (table: \"t\", index: \"x(a)\") { a: int (key); }",
        "attribute \"table\"; attribute \"index\"; table T (table: \"t\", index: \"x(a desc)\") { a: int (key); }",
        .care, .storage
      ),
      (
        "table T { a: uint (hash: \"fnv1_32\"); }", "table T { a: uint (hash: \"fnv1a_32\"); }", .care, .hash
      ),
      ("table T { a: int (deprecated); }", "table T { b: float; }", .breaking, .fieldType),
      ("struct S { a: int; }", "struct S { a: int; b: int; }", .breaking, .structLayout),
      ("struct S { a: int; }", "struct S (force_align: 16) { a: int; }", .breaking, .structLayout),
      ("struct S { a: [int:2]; }", "struct S { a: [int:3]; }", .breaking, .fieldType),
      ("struct S { a: int; b: int; }", "struct S { b: int; a: int; }", .breaking, .fieldMoved),
      ("table S { a: int; }", "struct S { a: int; }", .breaking, .kind),
      ("enum E: byte { A, B }", "enum E: byte { A, X, B }", .breaking, .enumMember),
      ("enum E: byte { A, B }", "enum E: byte { A }", .care, .enumMember),
      ("enum E: byte { A }", "enum E: ubyte { A }", .breaking, .underlyingType),
      (
        "table A {} table B {} union U { A, B }", "table A {} table B {} union U { B, A }", .breaking,
        .unionMember
      ),
      (
        "table A { x: int; } table B { s: string; } union U { M: A }",
        "table A { x: int; } table B { s: string; } union U { M: B }", .breaking, .fieldType
      ),
      (
        "table A {} struct S { a: int; } union U { M: A }",
        "table A {} struct S { a: int; } union U { M: S }",
        .breaking, .unionMember
      ),
      (
        "table A {} table T { a: int; } root_type T;", "table A {} table T { a: int; } root_type A;",
        .breaking,
        .rootTable
      ),
      (
        "table T {} root_type T; file_identifier \"AAAA\";",
        "table T {} root_type T; file_identifier \"BBBB\";",
        .breaking, .fileIdentifier
      ),
      ("table A {} rpc_service S { m(A): A; }", "table A {} rpc_service S { n(A): A; }", .breaking, .service),
      (
        "table A {} table B {} rpc_service S { m(A): A; }",
        "table A {} table B {} rpc_service S { m(A): B; }",
        .breaking, .service
      ),
      (
        "attribute \"table\"; table T (table: \"a\") { i: int (key); }",
        "attribute \"table\"; table T (table: \"b\") { i: int (key); }", .care, .storage
      ),
    ] as [(String, String, EvolutionFinding.Severity, EvolutionFinding.Change)])
  func unsafe(
    old: String, new: String, severity: EvolutionFinding.Severity, change: EvolutionFinding.Change
  ) throws {
    let findings = try Self.findings(old, new)
    #expect(findings.contains { $0.severity == severity && $0.change == change }, "\(findings)")
    // What changes places is found at both of them, a struct of another size at its end, too.
    #expect(findings.count <= 2, "\(findings)")
  }

  private static func service(_ attributes: String) -> String {
    "attribute \"wampuri\"; attribute \"errors\"; attribute \"progressive\"; table A { a: int; } table B { b: string; } "
      + "table E (wampuri: \"com.e\") { a: int; } table F (wampuri: \"com.f\") { a: int; } "
      + "rpc_service S (wampuri: \"com.s\") { m(A): A (\(attributes)); }"
  }

  @Test(
    "errors and parts of a procedure's answer are part of it",
    arguments: [
      ("errors: \"E, F\"", "errors: \"F, E\"", nil, ""), ("idempotent", "errors: \"E\"", nil, ""),
      ("errors: \"E, F\"", "errors: \"F\"", .care, "S.m: no longer fails with 'com.e'"),
      ("idempotent", "progressive", nil, ""), ("progressive", "progressive: \"A\"", nil, ""),
      ("progressive", "idempotent", .care, "S.m: no longer answers in parts"),
      ("progressive", "progressive: \"B\"", .breaking, "S.m: the part of the result was a 'A' and is a 'B'"),
    ] as [(String, String, EvolutionFinding.Severity?, String)])
  func answers(old: String, new: String, severity: EvolutionFinding.Severity?, message: String) throws {
    let findings = try Self.findings(Self.service(old), Self.service(new))
    #expect(findings.map(\.severity) == (severity.map { [$0] } ?? []), "\(findings)")
    #expect(findings.allSatisfy { "\($0)".contains(message) }, "\(findings)")
  }

  @Test("an error whose URI goes to another table is read as something else")
  func errorTypes() throws {
    let old = Self.service("errors: \"E\"")
    let new = old.replacing("E (wampuri: \"com.e\")", with: "E").replacing("com.f", with: "com.e")
      .replacing("errors: \"E\"", with: "errors: \"F\"")
    let findings = try Self.findings(old, new)
    #expect(findings.map(\.severity) == [.breaking])
    #expect(
      findings.allSatisfy { "\($0)".contains("the error 'com.e' was a 'E' and is a 'F'") }, "\(findings)")
  }

  @Test("a finding says what and where")
  func description() throws {
    let findings = try Self.findings("table T { a: int; }", "table T {\n  a: long;\n}")
    #expect(
      findings.map(\.description) == ["test.fbs:2:3: error: T.a: was 'int' and is 'long'"])
  }

  @Test("types are compared where they are used, renamed ones too")
  func deep() throws {
    let findings = try Self.findings(
      "struct P { x: int; } table A { p: [P]; } table T { a: A; }",
      "struct Q { x: float; } table B { p: [Q]; } table T { a: B; }")
    #expect(findings.map(\.subject) == ["Q.x"])
  }

  @Test("schemas whose names all changed are compared in linear time")
  func manyNames() throws {
    func text(_ prefix: String, _ count: Int) -> String {
      let names = (0..<count).map { "\(prefix)\($0)" }
      return """
        enum E: int { \(names.joined(separator: ",")) }
        struct S { \(names.map { "\($0):int;" }.joined()) }
        table T { \(names.map { "\($0):int;" }.joined()) }
        rpc_service R { \(names.map { "m\($0)(T):T;" }.joined()) }
        """
    }
    let old = try #require(compile(text("a", 4000)).schema)
    let new = try #require(compile(text("b", 4000)).schema)
    let time = cpuTime { #expect(new.findings(since: old).count == 4000) }
    #expect(time < .seconds(5), "\(time)")
  }

  @Test(
    "a new index is told at its field, also one within a struct, and where the schema says so",
    arguments: [("i", "T.i"), ("s", "T.s"), ("s.x", "T.s.x")])
  func newIndex(field: String, subject: String) throws {
    let text = """
      attribute "table"; attribute "index";
      struct S { x: int; y: int; }
      table T (table: "t"INDEX) { i: int (key); s: S (required); }
      """
    let found = try Self.findings(
      text.replacing("INDEX", with: ""), text.replacing("INDEX", with: ", index: \"byIt(\(field))\""))
    #expect(found.map(\.subject) == [subject])
    #expect(found.first?.location?.line == 3)
  }
}
