import FlatBuffersCodegen
import FlatBuffersLanguage
import FlatBuffersReflection
import Testing

/// What cannot be generated is an error with its place, never wrong code.
struct UnsupportedTests {
  @Test(arguments: [
    ("table T (table: \"ts\") { a: int; }", "test.fbs:2:7: error: found the stored table 'T' without a key"),
    ("table T (table) { a: int (key); }", "test.fbs:2:10: error: found 'table' without a name"),
    ("table T (table: \"t-s\") { a: int (key); }", "test.fbs:2:10: error: found the name \"t-s\""),
    ("table T { a: int (index: \"i\"); }", "test.fbs:2:19: error: found 'index' on a field of 'T'"),
    (
      "table T (table: \"ts\") { a: int (key); b: int (index: \"ts\"); }",
      "test.fbs:2:47: error: found 'ts' and 'ts'"
    ),
    (
      "rpc_service S (type: \"x\") { m(Void): Void; }",
      "test.fbs:2:16: error: found \"x\" as the type of a service"
    ),
    (
      "rpc_service S (wampuri: \"a\") { m(Void): Void (type: \"x\"); }",
      "test.fbs:2:47: error: found \"x\" as the type of a method"
    ),
    (
      "rpc_service S (wampuri: \"a b\") { m(Void): Void; }", "test.fbs:2:16: error: found no WAMP URI for 'm'"
    ),
  ])
  func wrongUseOfAttributesIsAnError(_ schema: String, _ expected: String) {
    let options = CodegenOptions(tables: true, wamp: true)
    let (source, report) = generate(text: "include \"flatwire.fbs\";\n" + schema, options)
    #expect(source == nil)
    #expect(report.hasPrefix(expected), "\(report)")
  }

  @Test func documentationCannotBreakOutOfItsComment() throws {
    let files = SchemaFiles(["test.fbs": "table T {}"])
    var schema = try #require(SchemaCompiler.compile("test.fbs", files: files).schema)
    // Only a binary schema can say this.
    schema.objects[0].header.documentation = [" a\rlet x = 1"]
    let code = try #require(SwiftGenerator.generate(schema, options: CodegenOptions()).source)
    #expect(code.contains("/// a let x = 1"))
  }
}
