import FlatBuffersLanguage
import FlatBuffersReflection
import SharedBytes
import Testing

@testable import FlatBuffersRuntime

/// Records of random schemas, read, built and damaged here and in C++.
@Suite("Random records")
struct RandomRecordTests {
  @Test(
    "records of random schemas are the same here and in C++, and damaged ones are refused here first",
    arguments: 0..<40)
  func bothWays(group: Int) throws {
    var records = 0
    var planned = 0
    var covered = 0
    for seed in group * 10..<(group + 1) * 10 {
      let text = RandomSchema(seed: seed).text + "root_type T0;"
      guard
        let schema = SchemaCompiler.compile("test.fbs", files: SchemaFiles(["test.fbs": text])).schema,
        let root = schema.rootTable
      else { continue }
      let reference = try ReferenceSchema(parsing: text)
      let plan = VerificationPlan(schema, of: root)
      if plan.coversAll { covered += 1 }
      let binary = try schema.binary(BinarySchemaOptions(builtInAttributes: true))
      for index in 0..<3 {
        guard let json = RandomDocument.text(of: root, in: schema, seed: seed * 3 + index) else { continue }
        records += 1
        let ours = try JSONReader.build(SourceFile(path: "t.json", text: json), as: root, of: schema)
        let theirs = try reference.build(json)
        let printed = try JSONPrinter.print(DynamicTable(verifying: ours, as: root, of: schema))
        for record in [ours, theirs] {
          let table = try DynamicTable(verifying: record, as: root, of: schema)
          #expect(try JSONPrinter.print(table) == printed, "seed \(seed): \(json)")
          #expect(try reference.print(record) == printed, "seed \(seed): \(json)")
          #expect(Reference.verify(record, binary), "seed \(seed): \(json)")
          if Verifier.accepts(record.bytes, by: plan) { planned += 1 }
          try damage(record, seed, root, schema, binary, plan)
        }
      }
    }
    #expect(records > 5)
    // What plans do not cover is rare.
    #expect(planned > records / 2, "\(planned) of \(records * 2) records were accepted at once")
    #expect(covered > 0)
  }

  /// Damages a record, and expects that what we accept C++ accepts, too, and that it can be read; and that what a plan accepts
  /// the verifier that looks closer accepts, and where the plan covers all of the schema also the other way round.
  private func damage(
    _ record: SharedBytes, _ seed: Int, _ root: Int, _ schema: Schema, _ binary: SharedBytes,
    _ plan: VerificationPlan
  ) throws {
    var dice = Dice(seed: seed)
    let sound = Array(record)
    for _ in 0..<8 {
      var bytes = sound
      Mutation.damage(&bytes, &dice)
      let damaged = SharedBytes(bytes)
      let accepted = try? DynamicTable(verifying: damaged, as: root, of: schema)
      let isAcceptedAtOnce = Verifier.accepts(damaged.bytes, by: plan)
      #expect(accepted != nil || !isAcceptedAtOnce, "seed \(seed): \(bytes)")
      if plan.coversAll { #expect(isAcceptedAtOnce == (accepted != nil), "seed \(seed): \(bytes)") }
      guard let table = accepted else { continue }
      #expect(Reference.verifyAsGenerated(damaged, binary), "seed \(seed): \(bytes)")
      var options = JSONPrinter.Options()
      options.allowsInvalidUTF8 = true
      _ = try JSONPrinter.print(table, options: options)
    }
  }
}

extension VerificationPlan {
  /// Whether it never leaves anything to who looks closer. Unions may have members that only a newer schema has.
  fileprivate var coversAll: Bool { unions.isEmpty && steps.allSatisfy { $0.kind != .other } }
}
