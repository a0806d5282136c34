internal import SharedBytes

// What a strict reader would refuse is refused here, before it is passed on: text that is not UTF-8, tags
// that are unknown or around something else than they say, simple values without a meaning.
extension CBORReader {
  mutating func checkItem(_ judge: inout ItemJudge) throws(ItemFault) {
    try checkItem(&judge, depth: 0)
  }

  mutating func checkItem(_ judge: inout ItemJudge, depth: Int) throws(ItemFault) {
    let start = offset
    guard depth < Self.maximumDepth else { throw refusal("nested deeper than \(Self.maximumDepth)") }
    guard judge.take() else { throw refusal("more than \(ItemJudge.maximumCount) values") }
    let head = try readHead()
    switch head.major {
    case .unsigned, .negative: break
    case .bytes:
      if head.isIndefinite {
        try forEachChunk(of: .bytes) { (_: Range<Int>) throws(ItemFault) in }
      } else {
        _ = try readContent(of: head)
      }
    case .text: try checkText(after: head, at: start)
    case .array:
      var count = try itemCount(head, at: start)
      while try next(&count) { try checkItem(&judge, depth: depth + 1) }
    case .map:
      var count = try itemCount(head, at: start)
      while try next(&count) {
        switch nextMajor {
        case .array, .map, .tag: throw refusal("the key of a map is no simple value")
        default: try checkItem(&judge, depth: depth + 1)
        }
        try checkItem(&judge, depth: depth + 1)
      }
    case .tag: try checkTag(head.argument, at: start, &judge, depth: depth + 1)
    case .simple:
      switch head.info {
      case 20...23, 25, 26, 27: break
      case 31: throw fault("a break outside an indefinite-length item", at: start)
      default: throw refusal("unassigned simple value \(head.argument)", at: start)
      }
    }
  }

  private mutating func checkText(after head: Head, at start: Int) throws(ItemFault) {
    if head.isIndefinite {
      let source = self.source
      var isText = true
      try forEachChunk(of: .text) { (chunk: Range<Int>) throws(ItemFault) in
        if !source.bytes.octets.extracting(chunk).isText { isText = false }
      }
      guard isText else { throw refusal("a string that is not UTF-8", at: start) }
      return
    }
    let content = try readContent(of: head)
    guard source.bytes.octets.extracting(content).isText else {
      throw refusal("a string that is not UTF-8", at: start)
    }
  }
}

extension Span where Element == UInt8 {
  /// Whether the bytes are UTF-8.
  var isText: Bool { (try? UTF8Span(validating: self)) != nil }
}
