import FlatBuffersRuntime
import SharedBytes
import Testing

@Suite struct DeferringTests {
  static let drafts: [User.Draft] = [
    .init(name: "Ann"),
    .init(id: 1, name: "Ann", scores: Array(0..<100)),
    .init(
      id: 2, name: "Bob", scores: [1, 2, 3],
      friends: [
        .init(id: 8, name: "Cem", scores: Array(0..<2000), avatar: [9]),
        .init(id: 9, name: "Dee", scores: [], avatar: [UInt8](repeating: 7, count: 5000)),
      ], tags: ["a", ""], avatar: [UInt8](repeating: 1, count: 777)),
  ]

  static func wholeBytes(_ draft: User.Draft) throws -> [UInt8] {
    var builder = Builder()
    return Array(try builder.finish(try draft.write(to: &builder), identifier: "USER"))
  }

  @Test(arguments: drafts, [1, 8, 500, 4096])
  func `a place is filled with the bytes that are built without deferring`(
    draft: User.Draft, threshold: Int
  ) throws {
    let whole = try Self.wholeBytes(draft)
    var builder = Builder(capacity: 64, deferringVectorsOf: threshold)
    for _ in 0..<2 {
      builder.reset()
      let size = try builder.finishedSize(try draft.write(to: &builder), identifier: "USER")
      #expect(size == whole.count)
      var bytes = [UInt8](repeating: 0xEE, count: size + 5)
      var span = bytes.mutableSpan
      var place = unsafe span.mutableBytes
      builder.write(to: &place)
      #expect(bytes == whole + [UInt8](repeating: 0xEE, count: 5))
    }
  }

  @Test(arguments: drafts)
  func `what is kept has all vectors`(draft: User.Draft) throws {
    var builder = Builder(deferringVectorsOf: 1)
    let kept = try builder.finish(try draft.write(to: &builder), identifier: "USER")
    #expect(Array(kept) == (try Self.wholeBytes(draft)))
  }

  @Test(arguments: drafts)
  func `what has its size before it has all vectors`(draft: User.Draft) throws {
    var builder = Builder(deferringVectorsOf: 1)
    let prefixed = try builder.finishSizePrefixed(try draft.write(to: &builder))
    let record = try SizePrefixedRecord<User>(verifying: prefixed)
    #expect(record.record.draft == draft)
  }

  @Test(arguments: drafts)
  func `what is lent has all vectors`(draft: User.Draft) throws {
    var builder = Builder(deferringVectorsOf: 1)
    let root = try draft.write(to: &builder)
    try builder.finishInPlace(root, identifier: "USER")
    let lent = SharedBytes(copying: builder.finishedBytes)
    #expect(Array(lent) == (try Self.wholeBytes(draft)))
  }

  @Test func `arrays are deferred as they were, whatever becomes of them`() throws {
    var builder = Builder(deferringVectorsOf: 1)
    var scores: [UInt32] = [1, 2, 3]
    let vector = builder.vector(scores)
    scores[0] = 100
    scores = []
    let name = builder.string("Ann")
    builder.startTable()
    builder.add(offset: name, 6)
    builder.add(offset: vector, 12)
    let bytes = try builder.finish(builder.endTable())
    let user = try RecordBuffer<User>(verifying: bytes)
    #expect(user.record.draft.scores == [1, 2, 3])
  }
}
