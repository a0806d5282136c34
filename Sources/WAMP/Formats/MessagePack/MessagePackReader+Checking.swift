internal import SharedBytes

extension MessagePackReader {
  mutating func skipItem(_ judge: inout ItemJudge) throws(ItemFault) {
    try walk(&judge, depth: 0, isStrict: false)
  }

  // What a strict reader would refuse is refused here, before it is passed on: text that is not UTF-8, keys of maps that
  // are no text, which WAMP's dictionaries cannot have, and extensions but for the one that the specification defines.
  mutating func checkItem(_ judge: inout ItemJudge) throws(ItemFault) {
    try walk(&judge, depth: 0, isStrict: true)
  }

  private mutating func walk(
    _ judge: inout ItemJudge, depth: Int, isStrict: Bool
  ) throws(ItemFault) {
    let start = offset
    guard depth < Self.maximumDepth else { throw tooDeep }
    let head = try readHead()
    guard judge.take(head.cost) else { throw tooMuch }
    switch head.kind {
    case .null, .flag, .unsigned, .negative, .float: return
    case .bytes: _ = try readContent(of: head)
    case .text:
      let content = try readContent(of: head)
      if isStrict { try checkText(content, at: start, &judge) }
    case .list:
      var count = try itemCount(head, at: start)
      while try next(&count) { try walk(&judge, depth: depth + 1, isStrict: isStrict) }
    case .map:
      var count = try itemCount(head, at: start)
      while try next(&count) {
        if isStrict, nextKind != .text { throw refusal("the key of a map is no text") }
        try walk(&judge, depth: depth + 1, isStrict: isStrict)
        try walk(&judge, depth: depth + 1, isStrict: isStrict)
      }
    case .extended: try skipExtension(head, at: start, isStrict: isStrict)
    }
  }

  private mutating func skipExtension(
    _ head: MessagePackHead, at start: Int, isStrict: Bool
  ) throws(ItemFault) {
    let type = Int8(bitPattern: try readByte())
    let content = try readContent(of: head)
    if isStrict, type != -1 || !isTime(content) {
      throw refusal("extension \(type) is not known, or its content is of another kind", at: start)
    }
  }

  /// Whether bytes are a timestamp: seconds in 4, with nanoseconds in 8 or 12.
  private func isTime(_ content: Range<Int>) -> Bool {
    var first: UInt32 = 0
    for place in content.prefix(4) { first = first << 8 | UInt32(source.bytes.octets[place]) }
    switch content.count {
    case 4: return true
    case 8: return first >> 2 < 1_000_000_000
    case 12: return first < 1_000_000_000
    default: return false
    }
  }
}

extension MessagePackHead {
  /// What a look at the item costs, without what it holds.
  @inline(__always)
  fileprivate var cost: Int {
    switch kind {
    case .null, .flag, .unsigned, .negative, .float: ItemJudge.scalarCost
    default: ItemJudge.itemCost + ItemJudge.headByteCost * (byteCount - 1)
    }
  }
}
