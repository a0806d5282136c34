import FlatBuffersRuntime
import Foundation
import SharedBytes
import Testing

/// Records that go from us to Python and from Python to us.
@Suite("Python", .timeLimit(.minutes(10)))
struct PythonTests {
  static let seeds = 0..<300

  @Test("Python reads from our records what was put into them")
  func reads() async throws {
    var drafts = Self.seeds.map(Specimen.Draft.init(seed:))
    // A vector of unions may have gaps.
    for seed in Self.seeds where seed.isMultiple(of: 5) { drafts[seed].things?.append(nil) }
    let requests = try drafts.enumerated().map { index, draft in
      let isSizePrefixed = index % 3 == 0
      let record =
        isSizePrefixed
        ? try SizePrefixedRecord<Specimen>(draft).bytes : try RecordBuffer<Specimen>(draft).bytes
      return PythonPeer.Request(read: Data(Array(record)), isSizePrefixed: isSizePrefixed)
    }
    for (seed, answer) in try await PythonPeer.answers(to: requests).enumerated() {
      #expect(answer.record == drafts[seed], "seed \(seed)")
      #expect(answer.hasIdentifier, "seed \(seed)")
    }
  }

  @Test("what Python builds is accepted and read as it was meant, by us and by C++")
  func builds() async throws {
    let museum = try Museum()
    let drafts = Self.seeds.map(Specimen.Draft.init(seed:))
    let requests = drafts.enumerated().map { index, draft in
      PythonPeer.Request(build: draft, isSizePrefixed: index % 3 == 0)
    }
    for (seed, answer) in try await PythonPeer.answers(to: requests).enumerated() {
      let record = SharedBytes([UInt8](try #require(answer.bytes)))
      let isSizePrefixed = requests[seed].isSizePrefixed
      var read = isSizePrefixed ? try Museum.sizePrefixedDraft(record) : try Museum.draft(record)
      // Python lays out a nested record in its own way.
      #expect(try Self.link(in: read) == Self.link(in: drafts[seed]), "seed \(seed)")
      read.inner = drafts[seed].inner
      #expect(read == drafts[seed], "seed \(seed)")
      #expect(answer.hasIdentifier, "seed \(seed)")
      let printed = try museum.print(record, isSizePrefixed: isSizePrefixed)
      #expect(printed == (try museum.print(RecordBuffer<Specimen>(drafts[seed]).bytes)), "seed \(seed)")
      #expect(try museum.reference.print(record, isSizePrefixed: isSizePrefixed) == printed, "seed \(seed)")
    }
  }

  private static func link(in specimen: Specimen.Draft) throws -> Link.Draft? {
    try specimen.inner.map { try RecordBuffer<Link>(verifying: SharedBytes($0)).draft }
  }
}
