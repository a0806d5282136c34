import Foundation
import Testing

@testable import FlatBuffersLanguage
@testable import FlatBuffersReflection

struct IncludeTests {
  @Test func nextToTheIncludingFileThenInTheFolders() throws {
    let result = compile(
      "include \"sub/a.fbs\"; include \"c.fbs\"; table T { a:A; b:B; c:C; }",
      [
        "sub/a.fbs": "include \"b.fbs\"; table A { b:B; }", "sub/b.fbs": "table B {}",
        "b.fbs": "table Wrong {}",
        "more/c.fbs": "table C {}",
      ], folders: ["none", "more"])
    #expect(result.errors == [])
    #expect(result.schema?.files.map(\.path) == ["sub/b.fbs", "sub/a.fbs", "more/c.fbs", "test.fbs"])
  }

  @Test("next to the main file is where included files are looked for last, as flatc does")
  func nextToTheMainFile() throws {
    let others = [
      "sub/a.fbs": "include \"b.fbs\"; include \"c.fbs\"; table A { b:B; c:C; }", "b.fbs": "table B {}",
      "c.fbs": "table Wrong {}", "more/c.fbs": "table C {}",
    ]
    let result = compile("include \"sub/a.fbs\";", others, folders: ["more"])
    #expect(result.errors == [])
    #expect(result.schema?.files.map(\.path) == ["b.fbs", "more/c.fbs", "sub/a.fbs", "test.fbs"])
    let missing = compile("include \"sub/a.fbs\";", ["sub/a.fbs": "include \"no.fbs\";"])
    #expect(
      missing.log.diagnostics.first?.hint
        == "it is not next to 'sub/a.fbs' or 'test.fbs' and no -I folder is given")
  }

  @Test(
    "the attributes of this package and those of WAMP's catalog can be included side by side, in any order")
  func attributesOfTwoCatalogs() throws {
    // As the catalog's begins: it has attributes that ours has, in names without quotes, and a Void.
    let catalog = """
      attribute readonly; attribute unique; attribute type; attribute kwarg; attribute arg; attribute wampid;
      attribute wampuri; attribute uuid; attribute cbor;
      struct uint128_t { w0: uint32; w1: uint32; w2: uint32; w3: uint32; }
      /// The void type.
      table Void {}
      table WampId { value: uint64 (arg, wampid); }
      """
    let text = """
      table T (table: "ts") { id: uint64 (key, wampid); oid: uint128_t (uuid); mail: string (unique); }
      rpc_service S (type: "interface", wampuri: "com.example") { get(WampId): T; gone(T): Void (type: "topic"); }
      """
    for includes in [["flatwire.fbs", "wamp.fbs"], ["wamp.fbs", "flatwire.fbs"]] {
      let result = compile(
        includes.map { "include \"\($0)\";\n" }.joined() + text, ["wamp.fbs": catalog])
      #expect(result.errors == [])
      let schema = try #require(result.schema)
      #expect(schema.objects.count { "\($0.name)" == "Void" } == 1)
      #expect(ServiceModel(schema).faults.isEmpty)
    }
    // A table that has something in it is another one, so is a second one in one file, and so are those of other names.
    for other in ["table Void { a:int; }", "table Void {} table Void {}", "table Marker {}"] {
      let result = compile(
        "include \"flatwire.fbs\"; include \"other.fbs\"; table Marker {}", ["other.fbs": other])
      #expect(result.errors.count == 1, "\(result.errors)")
    }
  }

  @Test func aFileIsReadOnceHoweverItIsNamed() {
    let result = compile(
      "include \"a.fbs\"; include \"./sub/../a.fbs\"; table T { a:A; }", ["a.fbs": "table A {}"])
    #expect(result.errors == [])
  }

  @Test func cyclesEnd() {
    let result = compile(
      "include \"a.fbs\"; table T { a:A; }", ["a.fbs": "include \"test.fbs\"; table A { t:T; }"])
    #expect(result.errors == [])
  }

  @Test func aMissingFileIsReportedAtItsName() {
    let result = compile("include \"no.fbs\";\ntable T {}")
    #expect(result.errors == ["test.fbs:1:9: error: found no file 'no.fbs' to include"])
    #expect(
      SchemaCompiler.compile("gone.fbs", files: SchemaFiles([:])).errors == [
        "error: the file 'gone.fbs' cannot be read"
      ])
  }

  @Test func includesNestedTooDeeplyAreAnError() {
    var files: [String: String] = [:]
    for index in 0..<300 { files["f\(index).fbs"] = "include \"f\(index + 1).fbs\"; table T\(index) {}" }
    let result = compile("include \"f0.fbs\"; table T {}", files)
    #expect(result.errors.contains { $0.contains("nested more than 100 deep") })
  }

  @Test func theBuiltInSchemaCanAlwaysBeIncluded() {
    let text = "include \"flatwire.fbs\"; table T (table: \"ts\") { id:ulong (key); }"
    #expect(compile(text).errors == [])
    // Also when a copy for other compilers lies next to the file.
    let copy = ["flatwire.fbs": BuiltInSchemas.flatwire]
    #expect(compile(text, copy).schema?.files.map(\.path) == ["flatwire.fbs", "test.fbs"])
  }

  @Test func theBuiltInSchemaIsTheOneForOtherCompilers() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = try String(contentsOf: folder.appending(path: "Schemas/flatwire.fbs"), encoding: .utf8)
    #expect(file == BuiltInSchemas.flatwire)
  }

  @Test("two files are two, even if Swift takes their names for equal")
  func equivalentNames() throws {
    let (composed, decomposed) = ("\u{e9}.fbs", "e\u{301}.fbs")
    let texts: [[UInt8]: String] = [
      Array(composed.utf8): "table A {}", Array(decomposed.utf8): "table B {}",
      Array("main.fbs".utf8): "include \"\(composed)\"; include \"\(decomposed)\"; table T { a: A; b: B; }",
    ]
    let files = SchemaFiles { path in
      texts[Array(path.utf8)].map { SchemaFiles.Found(identity: path, bytes: Array($0.utf8)) }
    }
    let result = SchemaCompiler.compile("main.fbs", files: files)
    #expect(result.errors == [])
    #expect(result.schema?.objects.map(\.name.name) == ["A", "B", "T"])
  }
}
