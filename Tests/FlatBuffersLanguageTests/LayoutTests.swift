import Testing

@testable import FlatBuffersLanguage
@testable import FlatBuffersReflection

struct LayoutTests {
  private typealias Part = StructLayout.Part

  @Test func fieldsStandAtMultiplesOfTheirAlignment() {
    let layout = StructLayout([1, 4, 2, 8, 1].map { Part(size: $0, alignment: $0) })
    #expect(layout.placements.map(\.offset) == [0, 4, 8, 16, 24])
    #expect(layout.placements.map(\.padding) == [3, 0, 6, 0, 7])
    #expect(layout.size == 32)
    #expect(layout.alignment == 8)
  }

  @Test func aForcedAlignmentPadsTheEnd() {
    let layout = StructLayout([Part(size: 4, alignment: 4)], minimumAlignment: 16)
    #expect(layout.size == 16)
    #expect(layout.placements.map(\.padding) == [12])
  }

  @Test func nestedStructsKeepTheirAlignment() throws {
    let schema = try #require(
      compile("struct A { x:byte; y:short; } struct B { a:A; z:long; a2:A; } struct C { b:[B:2]; q:ubyte; }")
        .schema)
    #expect(schema.objects.map(\.size) == [4, 24, 56])
    #expect(schema.objects.map(\.alignment) == [2, 8, 8])
    #expect(schema.object("B")?.fields.map(\.offset) == [0, 8, 16])
    #expect(schema.object("C")?.fields.map(\.padding) == [0, 7])
  }

  @Test func slotsFollowTheOrderAndUnionsTakeTwo() throws {
    let slots = try TableLayout.slots(ids: [nil, nil, nil], hasTag: [false, true, false])
    #expect(slots == [0, 2, 3])
  }

  @Test func explicitIDsAreTheSlots() throws {
    let slots = try TableLayout.slots(ids: [2, 0, 4], hasTag: [true, false, true])
    #expect(slots == [2, 0, 4])
  }

  @Test(arguments: [
    ([0, nil], [false, false], TableLayout.Problem.missingID(field: 1)),
    ([0, 2], [false, false], .notConsecutive(field: 1, expected: 1)),
    ([0, 0], [false, false], .notConsecutive(field: 1, expected: 1)),
    ([0], [true], .noRoomForTag(field: 0)),
  ])
  func wrongIDs(_ ids: [Int?], _ hasTag: [Bool], _ problem: TableLayout.Problem) {
    #expect(throws: problem) { try TableLayout.slots(ids: ids, hasTag: hasTag) }
  }

  @Test func hiddenTagsStandBeforeTheirUnions() throws {
    let schema = try #require(compile("table A {} union U { A } table T { x:int; u:U; v:[U]; }").schema)
    let fields = try #require(schema.object("T")?.fields)
    #expect(fields.map(\.name) == ["x", "u_type", "u", "v_type", "v"])
    #expect(fields.map(\.offset) == [4, 6, 8, 10, 12])
    #expect(fields[1].type == .single(.unionTag(0)))
    #expect(fields[3].type == .vector(.unionTag(0)))
  }
}
