extension CBORReader {
  mutating func skipItem(_ judge: inout ItemJudge) throws(ItemFault) {
    try skipItem(&judge, depth: 0)
  }

  private mutating func skipItem(_ judge: inout ItemJudge, depth: Int) throws(ItemFault) {
    let start = offset
    guard judge.take(ItemJudge.itemCost) else { throw tooMuch }
    guard depth < Self.maximumDepth else {
      throw fault("nested deeper than \(Self.maximumDepth)")
    }
    let head = try readUntaggedHead()
    guard judge.take(head.extraCost) else { throw tooMuch }
    switch head.major {
    case .unsigned, .negative, .tag:
      break
    case .simple:
      guard !head.isIndefinite else { throw fault("a break outside an indefinite-length item", at: start) }
    case .bytes, .text:
      if head.isIndefinite {
        try skipChunks(of: head.major, &judge)
      } else {
        _ = try readContent(of: head)
      }
    case .array, .map:
      var count = try itemCount(head, at: start)
      while try next(&count) {
        if head.major == .map { try skipItem(&judge, depth: depth + 1) }
        try skipItem(&judge, depth: depth + 1)
      }
    }
  }

  /// How many items of a list, or entries of a map, a head announces.
  func itemCount(_ head: Head, at start: Int) throws(ItemFault) -> ItemCount {
    if head.isIndefinite { return .untilEnd }
    let (size, name) = head.major == .map ? (2, "entries") : (1, "items")
    // Every item takes a byte at least, so a count beyond the rest is refused before looping.
    guard head.argument <= UInt64(remaining / size) else {
      throw fault("\(head.argument) \(name) announced in \(remaining) bytes", at: start)
    }
    return .exactly(Int(head.argument))
  }

  mutating func next(_ count: inout ItemCount) throws(ItemFault) -> Bool {
    switch count {
    case .exactly(0): return false
    case .exactly(let left):
      count = .exactly(left - 1)
      return true
    case .untilSourceEnds: return !isAtEnd
    default:
      guard try readBreak() else { return true }
      count = .exactly(0)
      return false
    }
  }

  /// The place of the next chunk of a string of indefinite length; `nil` after the last.
  mutating func nextChunk(
    of major: CBORMajor, _ judge: inout ItemJudge
  ) throws(ItemFault) -> Range<Int>? {
    if try readBreak() { return nil }
    let start = offset
    guard judge.take(ItemJudge.itemCost) else { throw tooMuch }
    let chunk = try readHead()
    guard judge.take(chunk.extraCost) else { throw tooMuch }
    guard chunk.major == major, !chunk.isIndefinite else {
      throw fault("a chunk of another type within a string", at: start)
    }
    return try readContent(of: chunk)
  }

  mutating func skipChunks(of major: CBORMajor, _ judge: inout ItemJudge) throws(ItemFault) {
    while try nextChunk(of: major, &judge) != nil {}
  }
}
