internal import SharedBytes

// What a strict reader would refuse is refused here, before it is passed on: text that is not UTF-8, tags
// that are unknown or around something else than they say, simple values without a meaning; keys of maps that are no
// text, which WAMP's dictionaries cannot have; numbers that fit no integer of 64 bits, with or without a sign.
extension CBORReader {
  mutating func checkItem(_ judge: inout ItemJudge) throws(ItemFault) {
    if skipScalar() {
      guard judge.take(ItemJudge.scalarCost) else { throw tooMuch }
    } else {
      try checkItem(&judge, depth: 0)
    }
  }

  mutating func checkItem(_ judge: inout ItemJudge, depth: Int) throws(ItemFault) {
    let start = offset
    guard depth < Self.maximumDepth else { throw tooDeep }
    guard judge.take(ItemJudge.itemCost) else { throw tooMuch }
    let head = try readHead()
    guard judge.take(head.extraCost) else { throw tooMuch }
    switch head.major {
    case .unsigned: break
    case .negative:
      guard head.argument <= UInt64(Int64.max) else { throw refusal("a number below -2^63", at: start) }
    case .bytes:
      if head.isIndefinite {
        try skipChunks(of: .bytes, &judge)
      } else {
        _ = try readContent(of: head)
      }
    case .text where !head.isIndefinite: try checkContent(after: head, at: start, &judge)
    case .text: try checkChunks(at: start, &judge)
    case .array:
      var count = try itemCount(head, at: start)
      while try next(&count) {
        if skipScalar() {
          guard judge.take(ItemJudge.scalarCost) else { throw tooMuch }
        } else {
          try checkItem(&judge, depth: depth + 1)
        }
      }
    case .map:
      var count = try itemCount(head, at: start)
      while try next(&count) {
        guard nextMajor == .text else { throw refusal("the key of a map is no text") }
        try checkItem(&judge, depth: depth + 1)
        try checkItem(&judge, depth: depth + 1)
      }
    case .tag:
      guard judge.take(ItemJudge.tagCost) else { throw tooMuch }
      try checkTag(head.argument, at: start, &judge, depth: depth + 1)
    case .simple:
      switch head.info {
      case 20...23, 25, 26, 27: break
      case 31: throw fault("a break outside an indefinite-length item", at: start)
      default: throw refusal("unassigned simple value \(head.argument)", at: start)
      }
    }
  }

  /// Steps over a number, a boolean or null, if that is next.
  @inline(__always)
  private mutating func skipScalar() -> Bool {
    guard offset < source.count else { return false }
    let width: Int
    switch source.bytes.octets[offset] {
    case 0x00...0x17, 0x20...0x37, 0xF4...0xF7: width = 1
    case 0x18, 0x38: width = 2
    case 0x19, 0x39, 0xF9: width = 3
    case 0x1A, 0x3A, 0xFA: width = 5
    case 0x1B, 0xFB: width = 9
    default: return false
    }
    guard width <= remaining else { return false }
    offset &+= width
    return true
  }

  @inline(never)
  private mutating func checkChunks(at start: Int, _ judge: inout ItemJudge) throws(ItemFault) {
    while let chunk = try nextChunk(of: .text, &judge) {
      try checkText(chunk, at: start, &judge)
    }
  }

  @inline(__always)
  private mutating func checkContent(
    after head: Head, at start: Int, _ judge: inout ItemJudge
  ) throws(ItemFault) {
    try checkText(try readContent(of: head), at: start, &judge)
  }
}

extension CBORReader.Head {
  /// What the bytes after the first one cost.
  @inline(__always)
  var extraCost: Int { info < 24 || isIndefinite ? 0 : ItemJudge.headByteCost << Int(info & 3) }
}
