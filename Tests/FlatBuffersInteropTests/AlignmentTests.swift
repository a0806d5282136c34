import FlatBuffersRuntime
import FlatBuffersReflection
import SharedBytes
import Testing

/// Vectors whose elements are not aligned, which C++ accepts.
@Suite("Alignment and C++")
struct AlignmentTests {
  static let (larges, distances, blocks) = (96, 108, 114)

  @Test(
    "where only the count is aligned, we accept a vector unless it is handed out as a span",
    arguments: [(larges, false), (distances, true), (blocks, true)])
  func vectors(slot: Int, isAcceptedMisaligned: Bool) throws {
    let museum = try Museum()
    // Four bytes more move the vector to where it is misaligned, or to where it is not.
    let verdicts = try [false, true].map { isMoved in
      let record = try Self.record(slot, isMoved: isMoved)
      #expect(Reference.verifyAsGenerated(record, museum.binary))
      let isAccepted = (try? RecordBuffer<Specimen>(verifying: record)) != nil
      let table = try? DynamicTable(verifying: record, as: museum.root, of: museum.schema)
      #expect((table != nil) == isAccepted)
      return isAccepted
    }
    #expect(verdicts.filter { $0 }.count == (isAcceptedMisaligned ? 2 : 1))
  }

  /// A record with a vector of one element, written as if its elements took four bytes each.
  private static func record(_ slot: Int, isMoved: Bool) throws -> SharedBytes {
    var builder = Builder()
    // What the last bytes of a larger element are read from.
    let numbers = builder.vector([Int32](repeating: 0, count: 4))
    let vector = builder.vector([Int32(0)])
    if isMoved { _ = builder.vector([Int32]()) }
    let text = builder.string("text")
    builder.startTable()
    builder.add(offset: text, 56)
    builder.add(UInt8(3), 78)
    builder.add(offset: text, 80)
    builder.add(offset: numbers, 92)
    builder.add(offset: vector, slot)
    return try builder.finish(builder.endTable())
  }
}
