import FlatBuffersCodegen
import FlatBuffersRuntime
import Testing

/// What is generated without coding and names, from `lean.fbs`.
@Suite("Code without coding and names") struct LeanTests {
  @Test("has no word of either")
  func words() throws {
    let source = try #require(
      generate("\(testFolder)/Schemas/lean.fbs", CodegenOptions(codable: false, names: false)).source)
    #expect(!source.contains("Codable") && !source.contains("\"Red\"") && !source.contains("\"LeanPoint\""))
    let others = try #require(generate("\(testFolder)/Schemas/lean.fbs").source)
    #expect(others.contains("Codable") && others.contains("\"Red\"") && others.contains("\"LeanPoint\""))
  }

  @Test("builds, reads, compares and copies records")
  func records() throws {
    let leaf = LeanLeaf.Draft(name: "oak", colour: .red, at: LeanPoint(x: 1, y: 2))
    let draft = LeanBranch.Draft(id: 7, end: .leanLeaf(leaf), leaves: [leaf, .init(name: "elm")])
    let buffer = try RecordBuffer<LeanBranch>(verifying: RecordBuffer<LeanBranch>(draft).bytes)
    #expect(buffer.draft == draft && Set([buffer.draft, draft]).count == 1)
    #expect(!((draft as Any) is any Encodable))
    #expect("\(LeanColour.red)" == "1" && LeanColour.allCases.isEmpty && LeanColour.red.known == .red)
  }
}
