import FlatBuffersRuntime
import FlatBuffersReflection
import Foundation
import SharedBytes
import Testing

/// What few schemas have, and what few records do.
@Suite("Rare") struct RareTests {
  static func isAccepted(_ bytes: SharedBytes, as name: String) throws -> Bool {
    let schema = try Schema(binary: try #require(Rare.embeddedSchema).bytes)
    let table = try #require(schema.table(named: name))
    return (try? ReflectiveVerifier.verify(bytes, as: table, of: schema)) != nil
  }

  @Test("FlatBuffers behind wide offsets are verified and read")
  func nestedBehindWideOffsets() throws {
    let text = Array(try RecordBuffer<Text>(.init(text: "inside")).bytes)
    let good = try RecordBuffer<Rare>(
      verifying: RecordBuffer<Rare>(Rare.Draft(far: text, big: text, flexible: FlexBuffer(5))).bytes)
    let far = good.record.farRoot?.text.description
    let big = good.record.bigRoot?.text.description
    #expect(far == "inside")
    #expect(big == "inside")
    let flexible = good.record.flexibleRoot?.integer
    #expect(flexible == 5)
    #expect(try good.draft.flexible == FlexBuffer(5))
    #expect(try Self.isAccepted(good.bytes, as: "Rare"))
  }

  @Test(
    "what is no FlatBuffer or FlexBuffer behind a wide offset is refused",
    arguments: [
      Rare.Draft(far: [UInt8](repeating: 0x40, count: 64)),
      Rare.Draft(big: [UInt8](repeating: 0x40, count: 64)),
      Rare.Draft(far: []), Rare.Draft(big: [1, 2, 3]),
      Rare.Draft(flexible: FlexBuffer(unverified: [200, 40, 1])),
    ])
  func damagedBehindWideOffsets(draft: Rare.Draft) throws {
    let bytes = try RecordBuffer<Rare>(draft).bytes
    #expect(throws: VerificationError.self) { _ = try RecordBuffer<Rare>(verifying: bytes) }
    #expect(try !Self.isAccepted(bytes, as: "Rare"))
  }

  @Test("vectors of enums need the alignment of their count only, as nobody gets a span of them")
  func enumAlignment() throws {
    let bytes = SharedBytes(
      le32(12) + le16(6) + le16(8) + le16(4) + le16(0) + le32(8) + le32(8) + le32(0) + le32(1)
        + [UInt8](repeating: 0, count: 8))
    let buffer = try RecordBuffer<Rare>(verifying: bytes)
    #expect(buffer.draft.wides == [Wide.none])
    #expect(try Self.isAccepted(bytes, as: "Rare"))
  }

  @Test("names that meet those of generated code are kept apart")
  func meetingNames() throws {
    let draft = Meeting.Draft(
      us: [.text(.init(text: "a"))], usTags: "b", in: [.text(.init(text: "c")), nil],
      builder: .init(number: 1), builder_: "d", builderOffset: "e", usType: "f")
    let buffer = try RecordBuffer<Meeting>(verifying: RecordBuffer<Meeting>(draft).bytes)
    #expect(buffer.record.draft == draft)
  }

  @Test("no number as a default is left out of JSON")
  func noNumber() throws {
    let coded = try JSONEncoder().encode(Absent.Draft())
    #expect(String(decoding: coded, as: UTF8.self) == "{}")
    let buffer = try RecordBuffer<Absent>(Absent.Draft())
    #expect(buffer.record.value.isNaN)
  }

  @Test("a file identifier can be asked for")
  func identifier() throws {
    var builder = Builder()
    builder.startTable()
    let root = builder.endTable()
    let bytes = try builder.finish(root, identifier: "FAIR")
    _ = try RecordBuffer<Rare>(verifying: bytes)
    #expect { try RecordBuffer<Rare>(verifying: bytes, requireIdentifier: true) } throws: {
      "\($0)".contains("RARE")
    }
    let own = try RecordBuffer<Rare>(Rare.Draft()).bytes
    _ = try RecordBuffer<Rare>(verifying: own, requireIdentifier: true)
  }

  /// A vector of the same table, many times, with the same large part each time.
  static func shared(_ count: Int, _ part: (inout Builder) -> (BufferOffset, slot: Int)) throws -> SharedBytes
  {
    var builder = Builder()
    let (offset, slot) = part(&builder)
    builder.startTable()
    builder.add(offset: offset, slot)
    let table = builder.endTable()
    let vector = builder.vector([BufferOffset](repeating: table, count: count))
    builder.startTable()
    builder.add(offset: vector, 4)
    let root = builder.endTable()
    return try builder.finish(root)
  }

  @Test("a record that grows without a bound when it is read is refused")
  func expansion() throws {
    let text = String(repeating: "x", count: 1 << 20)
    for count in [10, 10_000] {
      let records = [
        try Self.shared(count) { ($0.string(text), slot: 6) },
        try Self.shared(count) { ($0.vector([UInt8](repeating: 1, count: 1 << 20)), slot: 8) },
      ]
      for bytes in records {
        #expect(((try? RecordBuffer<Tree>(verifying: bytes)) != nil) == (count == 10))
      }
    }
    var builder = Builder()
    let string = builder.string(text)
    let names = builder.vector([BufferOffset](repeating: string, count: 10_000))
    builder.startTable()
    builder.add(offset: names, 12)
    let root = builder.endTable()
    let bytes = try builder.finish(root)
    #expect { try RecordBuffer<Rare>(verifying: bytes) } throws: { "\($0)".contains("shared far too often") }
  }
}
