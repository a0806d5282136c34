import FlatBuffersCodegen
import FlatBuffersRuntime
import Testing

/// What is generated without drafts, from `unions.fbs`.
@Suite("Code of views only") struct ViewsOnlyTests {
  @Test("has no drafts")
  func drafts() throws {
    let source = try #require(
      generate("\(testFolder)/Schemas/unions.fbs", CodegenOptions(viewsOnly: true)).source)
    #expect(!source.contains("Draft") && !source.contains("Builder"))
  }

  @Test("lists the fields of each table by name, those of unions twice")
  func slots() throws {
    let slots = ViewBranch.slots
    #expect(
      slots.map(\.name.description)
        == ["end_type", "end", "ends_type", "ends", "colour", "at", "leaves", "colours"])
    #expect(slots.map(\.slot) == [4, 6, 8, 10, 12, 14, 16, 18])
    #expect(slots.map(\.width) == [1, 0, 0, 0, 1, 8, 0, 0])
    #expect(slots[4].members.map(\.name) == ["Red", "Blue"])
    #expect(ViewEmpty.slots.isEmpty)
    #expect(ViewEnd.slots(of: 3).map(\.name.description) == ["name", "weight"])
    #expect(ViewEnd.slots(of: 5).isEmpty && ViewEnd.slots(of: 99).isEmpty)
  }

  @Test("reads and verifies records in place")
  func reading() throws {
    var builder = Builder()
    let name = builder.string("oak")
    builder.startTable()
    builder.add(offset: name, ViewLeaf.slots[0].slot)
    let leaf = builder.endTable()
    builder.startTable()
    builder.add(offset: leaf, ViewBranch.slots[1].slot)
    builder.add(UInt8(3), ViewBranch.slots[0].slot)
    let root = builder.endTable()
    let bytes = try builder.finish(root, identifier: "VIEW")
    try Verifier.verify(bytes.bytes, as: ViewBranch.self, requireIdentifier: true)
    let branch = unsafe ViewBranch(TableView(unverifiedRoot: bytes.bytes))
    guard case .viewLeaf(let found) = branch.end else {
      Issue.record("no leaf")
      return
    }
    let text = found.name.description
    #expect(text == "oak" && found.weight == 1.5)
    #expect(branch.colour == .blue)
    #expect(throws: VerificationError.self) {
      try Verifier.verify(bytes.bytes.extracting(first: 20), as: ViewBranch.self)
    }
  }
}
