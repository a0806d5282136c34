import FlatBuffersRuntime
import FlatBuffersReflection
import SharedBytes
import Testing

/// Records that go from us to C++ and from C++ to us.
@Suite("C++")
struct CPlusPlusTests {
  /// Twenty groups of fifteen.
  static let groups = 0..<20
  static func seeds(_ group: Int) -> Range<Int> { group * 15..<(group + 1) * 15 }

  @Test("C++ accepts our records and prints what we print", arguments: groups)
  func reads(group: Int) throws {
    let museum = try Museum()
    for seed in Self.seeds(group) {
      let record = try Museum.record(seed: seed)
      #expect(Reference.verify(record, museum.binary), "seed \(seed)")
      #expect(Reference.verifyAsGenerated(record, museum.binary), "seed \(seed)")
      let printed = try museum.reference.print(record)
      #expect(printed == (try museum.print(record)), "seed \(seed)")
    }
  }

  @Test("C++ builds from our JSON what we build from it", arguments: groups)
  func builds(group: Int) throws {
    let museum = try Museum()
    for seed in Self.seeds(group) {
      let text = try museum.print(Museum.record(seed: seed))
      let theirs = try museum.reference.build(text, forcesDefaults: seed % 3 == 0)
      let built = try Museum.draft(theirs)
      let expected = try Museum.draft(museum.build(text))
      #expect(built == expected, "seed \(seed)")
      #expect(try museum.print(theirs) == museum.reference.print(theirs), "seed \(seed)")
    }
  }

  @Test("records with their size before them go both ways", arguments: groups)
  func sizePrefixed(group: Int) throws {
    let museum = try Museum()
    for seed in Self.seeds(group) {
      var draft = Specimen.Draft(seed: seed)
      // The C++ parser would put a size before the nested record, too, and its verifier refuses that.
      draft.inner = nil
      let text = try museum.print(RecordBuffer<Specimen>(draft).bytes)
      // Not `text`: a number too small for its places is printed, and read, as 0.
      let expected = try museum.print(museum.build(text))
      let theirs = try museum.reference.build(text, isSizePrefixed: true)
      #expect(try Museum.sizePrefixedDraft(theirs) == Museum.draft(museum.build(text)), "seed \(seed)")
      for record in [theirs, try museum.build(text, isSizePrefixed: true)] {
        #expect(try museum.print(record, isSizePrefixed: true) == expected, "seed \(seed)")
        #expect(try museum.reference.print(record, isSizePrefixed: true) == expected, "seed \(seed)")
      }
      let ours = try SizePrefixedRecord<Specimen>(draft).bytes
      #expect(Reference.verify(ours, museum.binary, isSizePrefixed: true), "seed \(seed)")
      #expect(Reference.verifyAsGenerated(ours, museum.binary, isSizePrefixed: true), "seed \(seed)")
      #expect(try museum.reference.print(ours, isSizePrefixed: true) == text, "seed \(seed)")
    }
  }
}
