import FlatBuffersRuntime
import FlatBuffersReflection
import SharedBytes
import Testing

/// Where verification ends, here and in C++.
@Suite("Limits and C++")
struct LimitTests {
  @Test("as many tables within each other are accepted as in C++", arguments: 58..<70)
  func depth(count: Int) throws {
    let museum = try Museum()
    var draft = Specimen.Draft(title: "deep", must: .text(""), numbers: [])
    draft.link = (0..<count).reduce(Link.Draft()) { inner, _ in Link.Draft(next: inner) }
    let record = try RecordBuffer<Specimen>(draft).bytes
    let isAccepted = Reference.verifyAsGenerated(record, museum.binary)
    #expect(isAccepted == (count < 63))
    let buffer = try? RecordBuffer<Specimen>(verifying: record)
    #expect((buffer != nil) == isAccepted)
    let table = try? DynamicTable(verifying: record, as: museum.root, of: museum.schema)
    #expect((table != nil) == isAccepted)
  }
}
