import FlatBuffersLanguage
import FlatBuffersReflection
import Testing

/// Our compiler beside C++'s parser, on schemas nobody wrote.
@Suite("Random schemas")
struct RandomSchemaTests {
  @Test("C++ finds in our binary schema what it writes itself, and we in its", arguments: 0..<40)
  func binarySchemas(group: Int) throws {
    var accepted = 0
    for seed in group * 10..<(group + 1) * 10 {
      let text = RandomSchema(seed: seed).text
      let result = SchemaCompiler.compile("test.fbs", files: SchemaFiles(["test.fbs": text]))
      guard let ours = result.schema else {
        #expect(throws: ReferenceSchema.Failure.self, "\(result.report)") {
          try ReferenceSchema(parsing: text)
        }
        continue
      }
      accepted += 1
      let reference = try ReferenceSchema(parsing: text)
      for options in BinarySchemaTests.options {
        let theirs = try reference.binary(
          comments: options.documentation, builtins: options.builtInAttributes)
        let described = try Reference.describe(ours.binary(options))
        #expect(described == Reference.describe(theirs), "seed \(seed)")
      }
      let theirs = try Schema(binary: reference.binary(comments: true, builtins: true))
      #expect(theirs.fingerprint == ours.fingerprint, "seed \(seed)")
      #expect(theirs.findings(since: ours).isEmpty && ours.findings(since: theirs).isEmpty, "seed \(seed)")
    }
    #expect(accepted > 2)
  }
}
