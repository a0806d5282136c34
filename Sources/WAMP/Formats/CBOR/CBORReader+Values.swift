internal import SharedBytes

extension CBORReader {
  mutating func readValue(_ budget: inout ValueBudget) throws(ItemFault) -> Value {
    try readValue(&budget, depth: 0)
  }

  private mutating func readValue(_ budget: inout ValueBudget, depth: Int) throws(ItemFault) -> Value {
    let start = offset
    guard depth < Self.maximumDepth else {
      throw fault("nested deeper than \(Self.maximumDepth)")
    }
    guard budget.take() else { throw fault("more values than the budget allows") }
    let head = try readUntaggedHead()
    switch head.major {
    case .unsigned:
      return Value(head.argument)
    case .negative:
      guard let magnitude = Int64(exactly: head.argument) else {
        throw fault("an integer below the range of 64 bits", at: start)
      }
      return .int(~magnitude)
    case .bytes:
      return .bytes(try readBytes(after: head))
    case .text:
      return .string(try readText(after: head, at: start))
    case .array:
      var list: [Value] = []
      var count = try itemCount(head, at: start)
      while try next(&count) { list.append(try readValue(&budget, depth: depth + 1)) }
      return .list(list)
    case .map:
      var map: [String: Value] = [:]
      var count = try itemCount(head, at: start)
      while try next(&count) {
        guard budget.take() else { throw fault("more values than the budget allows") }
        let key = try readString("the key of a map")
        map[key] = try readValue(&budget, depth: depth + 1)
      }
      return .map(map)
    case .simple:
      return try simpleValue(head, at: start)
    case .tag:
      throw fault("impossible item type", at: start)
    }
  }

  var nextKind: ItemKind? {
    var position = offset
    guard position < source.count else { return nil }
    var first = source.bytes.octets[position]
    if CBORMajor(of: first) == .tag {
      guard let end = contentOfSelfDescribed(at: position) else { return .other }
      guard end < source.count else { return nil }
      position = end
      first = source.bytes.octets[position]
    }
    switch CBORMajor(of: first) {
    case .unsigned, .negative: return .integer
    case .bytes: return .bytes
    case .text: return .text
    case .array: return .list
    case .map: return .map
    case .simple:
      switch first & 31 {
      case 20, 21: return .flag
      case 22, 23: return .null
      case 25, 26, 27: return .float
      default: return nil
      }
    case .tag: return nil
    }
  }

  /// Where the content of the tags begins that only say that CBOR follows; `nil` if one says more.
  @inline(never)
  private func contentOfSelfDescribed(at position: Int) -> Int? {
    let start = position
    var position = position
    while position < source.count, position - start <= Self.maximumTagLength,
      CBORMajor(of: source.bytes.octets[position]) == .tag
    {
      guard let tag = try? head(at: position), tag.argument == CBORTag.selfDescribed else { return nil }
      position = tag.end
    }
    return position
  }

  // Heads of one byte, as most are, are read without a call.

  @inline(__always)
  mutating func beginList(_ what: String) throws(ItemFault) -> ItemCount {
    if let count = shortArgument(of: .array), count < remaining {
      offset &+= 1
      return .exactly(count)
    }
    return try beginLongList(what)
  }

  @inline(__always)
  mutating func beginMap(_ what: String) throws(ItemFault) -> ItemCount {
    if let count = shortArgument(of: .map), 2 &* count < remaining {
      offset &+= 1
      return .exactly(count)
    }
    return try beginLongMap(what)
  }

  @inline(__always)
  mutating func readUnsigned(_ what: String) throws(ItemFault) -> UInt64 {
    if let number = shortArgument(of: .unsigned) {
      offset &+= 1
      return UInt64(number)
    }
    return try readLongUnsigned(what)
  }

  /// The argument of an item of a kind, if that is next and its head has one byte.
  @inline(__always)
  private func shortArgument(of major: CBORMajor) -> Int? {
    guard offset < source.count else { return nil }
    let argument = source.bytes.octets[offset] ^ major.rawValue << 5
    return argument < 24 ? Int(argument) : nil
  }

  private mutating func beginLongList(_ what: String) throws(ItemFault) -> ItemCount {
    let start = offset
    let head = try readHead(of: .array, what, "a list")
    return try itemCount(head, at: start)
  }

  private mutating func beginLongMap(_ what: String) throws(ItemFault) -> ItemCount {
    let start = offset
    let head = try readHead(of: .map, what, "a map")
    return try itemCount(head, at: start)
  }

  mutating func readKey() throws(ItemFault) -> Range<Int> {
    let start = offset
    let head = try readHead(of: .text, "the key of a map", "a string")
    guard !head.isIndefinite else { throw fault("the key of a map in parts", at: start) }
    return try readContent(of: head)
  }

  mutating func readNull() throws(ItemFault) {
    let start = offset
    let head = try readUntaggedHead()
    guard head.major == .simple, head.info == 22 || head.info == 23 else { throw fault("no null", at: start) }
  }

  mutating func readFlag(_ what: String) throws(ItemFault) -> Bool {
    let start = offset
    let head = try readUntaggedHead()
    guard head.major == .simple, head.info == 20 || head.info == 21 else {
      throw fault("\(what) must be a boolean", at: start)
    }
    return head.info == 21
  }

  mutating func readNumber(_ what: String) throws(ItemFault) -> Value {
    switch nextKind {
    case .integer, .float:
      var budget = ValueBudget(count: 1)
      return try readValue(&budget)
    default: throw fault("\(what) must be a number")
    }
  }

  private mutating func readLongUnsigned(_ what: String) throws(ItemFault) -> UInt64 {
    try readHead(of: .unsigned, what, "an integer of 0 or more").argument
  }

  mutating func readString(_ what: String) throws(ItemFault) -> String {
    let start = offset
    return try readText(after: try readHead(of: .text, what, "a string"), at: start)
  }

  mutating func readBytes(_ what: String) throws(ItemFault) -> SharedBytes {
    try readBytes(after: try readHead(of: .bytes, what, "binary data"))
  }

  @inline(__always)
  private mutating func readHead(
    of major: CBORMajor, _ what: String, _ kind: String
  ) throws(ItemFault) -> Head {
    let start = offset
    let head = try readUntaggedHead()
    guard head.major == major else { throw fault("\(what) must be \(kind)", at: start) }
    return head
  }

  /// The content of a byte string: a slice, joined only if it came in several chunks.
  mutating func readBytes(after head: Head) throws(ItemFault) -> SharedBytes {
    guard head.isIndefinite else { return source.slice(try readContent(of: head)) }
    return SharedBytes(try readChunks(of: .bytes))
  }

  private mutating func readText(after head: Head, at start: Int) throws(ItemFault) -> String {
    if head.isIndefinite {
      let joined = try readChunks(of: .text)
      guard let text = String(validating: joined, as: UTF8.self) else {
        throw fault("a string that is not UTF-8", at: start)
      }
      return text
    }
    let range = try readContent(of: head)
    guard let text = String(utf8: source.bytes.octets.extracting(range)) else {
      throw fault("a string that is not UTF-8", at: start)
    }
    return text
  }

  private mutating func readChunks(of major: CBORMajor) throws(ItemFault) -> [UInt8] {
    var joined: [UInt8] = []
    var judge = ItemJudge.ofOptions
    while let chunk = try nextChunk(of: major, &judge) { joined += Array(source.slice(chunk)) }
    return joined
  }

  private func simpleValue(_ head: Head, at start: Int) throws(ItemFault) -> Value {
    switch head.info {
    case 20: return .bool(false)
    case 21: return .bool(true)
    case 22, 23: return .null
    case 25: return .double(Double(halfBits: UInt16(head.argument)))
    case 26: return .double(Double(Float(bitPattern: UInt32(head.argument))))
    case 27: return .double(Double(bitPattern: head.argument))
    case 31: throw fault("a break outside an indefinite-length item", at: start)
    default: throw fault("unassigned simple value \(head.argument)", at: start)
    }
  }
}

extension Double {
  /// The value of an IEEE 754 half; written out because `Float16` is missing on Intel Macs.
  init(halfBits bits: UInt16) {
    let sign: Double = bits >> 15 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 31)
    let fraction = Double(bits & 1023)
    switch exponent {
    case 0: self = sign * Double(sign: .plus, exponent: -24, significand: fraction)
    case 31: self = fraction == 0 ? sign * .infinity : .nan
    default: self = sign * Double(sign: .plus, exponent: exponent - 25, significand: fraction + 1024)
    }
  }
}

extension String {
  /// A copy of the text; `nil` if the bytes are not UTF-8.
  init?(utf8 octets: Span<UInt8>) {
    guard let text = try? UTF8Span(validating: octets) else { return nil }
    self = String(copying: text)
  }
}
