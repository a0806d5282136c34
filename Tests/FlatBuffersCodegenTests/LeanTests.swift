import FlatBuffersCodegen
import FlatBuffersRuntime
import Foundation
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
    #expect("\(LeanColour.red)" == "1" && LeanColour(name: "Red") == nil && LeanColour.red.known == .red)
    #expect(LeanColour.allCases == [.red, .blue] && LeanRights.allCases == [.read, .write])
  }

  @Test("is coded within drafts that are Codable, by the names of its fields")
  func codedByOthers() throws {
    let leaf = LeanLeaf.Draft(name: "oak", colour: .red, at: LeanPoint(x: 1, y: 2))
    let draft = CodedTree.Draft(
      leaf: leaf, branches: [.init(id: 7, leaves: [leaf, .init(name: "elm")])], end: .leaf(leaf))
    let coded = try JSONEncoder().encode(draft)
    #expect(try JSONDecoder().decode(CodedTree.Draft.self, from: coded) == draft)
    let text = #"{"leaf": {"name": "oak", "colour": 1, "at": {"x": 1, "y": 2}}}"#
    #expect(try JSONDecoder().decode(CodedTree.Draft.self, from: Data(text.utf8)).leaf == leaf)
  }

  @Test("says that its unions are not coded, where others code what has them")
  func unions() throws {
    let draft = CodedTree.Draft(branches: [.init(id: 7, end: .text("x"))])
    let failure = #expect(throws: EncodingError.self) { try JSONEncoder().encode(draft) }
    #expect("\(try #require(failure))".contains("generated without coding"))
    let text = #"{"branches": [{"id": 7, "end_type": 3, "end": "x"}]}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(CodedTree.Draft.self, from: Data(text.utf8))
    }
  }
}
