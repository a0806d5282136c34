import SharedBytes
import Testing

@testable import FlatBuffersRuntime

@Suite("Limits")
struct LimitTests {
  /// Sixteen bytes, for filling tables.
  private struct Block: FlatValue {
    static var byteCount: Int { 16 }
    static var alignment: Int { 8 }
    init() {}
    init(_ place: InlineView) {}
    func store(to place: inout InlinePlace) {}
  }

  @Test("a table that its vtable cannot describe is refused")
  func largeTable() {
    var builder = Builder()
    builder.startTable()
    for slot in 0..<5000 { builder.add(Block(), 4 + 2 * slot) }
    let root = builder.endTable()
    let error = #expect(throws: BuildError.self) { _ = try builder.finish(root) }
    #expect(error?.code == .tableTooLarge)
    builder.reset()
    builder.startTable()
    let small = builder.endTable()
    #expect(throws: Never.self) { _ = try builder.finish(small) }
  }

  @Test("what fits lies within the bytes at its alignment", arguments: 12..<80)
  func fitting(count: Int) {
    let bytes = SharedBytes([UInt8](repeating: 0, count: count))
    let verifier = Verifier(bytes.bytes, options: Verifier.Options())
    for (size, alignment) in [
      (0, 2), (1, 1), (2, 2), (4, 2), (4, 4), (5, 1), (6, 2), (8, 4), (8, 8), (12, 4), (16, 8), (16, 16),
      (24, 8), (64, 32), (96, 8),
    ] {
      for position in 0..<100 {
        let fits = verifier.fits(position, size: size, alignment: alignment)
        #expect(fits == (position + size <= count && position % alignment == 0))
      }
    }
  }

  @Test("an empty vector need not be aligned for elements it does not have")
  func emptyVector() throws {
    // The vector's count lies at 20, its elements would lie at 24; the one at 16 is aligned for nothing larger.
    for vectorOffset in [20, 24] as [UInt32] {
      var bytes: [UInt8] = []
      func append(_ value: some FixedWidthInteger) {
        unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
      }
      append(UInt32(12))
      append(UInt16(8))
      append(UInt16(8))
      append(UInt16(0))
      append(UInt16(4))
      append(Int32(8))
      append(vectorOffset - 16)
      append(UInt32(0))
      append(UInt32(0))
      var verifier = Verifier(SharedBytes(bytes).bytes, options: Verifier.Options())
      let table = try verifier.table(at: try verifier.root())
      try verifier.vector(of: UInt64.self, "numbers", table, 6)
    }
  }

  @Test("vectors of strings that many tables share cost no more than a record may cost")
  func sharedStrings() throws {
    var builder = Builder()
    let text = builder.string("x")
    let names = builder.vector([BufferOffset](repeating: text, count: 20_000))
    var friends: [BufferOffset] = []
    for _ in 0..<500 {
      builder.startTable()
      builder.add(offset: names, 16)
      builder.add(offset: text, 6)
      friends.append(builder.endTable())
    }
    let vector = builder.vector(friends)
    builder.startTable()
    builder.add(offset: vector, 14)
    builder.add(offset: text, 6)
    let root = builder.endTable()
    let bytes = try builder.finish(root)
    #expect { _ = try RecordBuffer<User>(verifying: bytes) } throws: { error in
      (error as? VerificationError)?.fault == .tooManyElements
    }
  }
}
