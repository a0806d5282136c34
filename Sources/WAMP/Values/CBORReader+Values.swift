internal import SharedBytes

extension CBORReader {
  /// Reads one item; binary data is a slice of the source.
  mutating func readValue(depth: Int = 0) throws(CBORFault) -> Value {
    let start = offset
    guard depth < Self.maximumDepth else {
      throw fault("nested deeper than \(Self.maximumDepth)")
    }
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
      return .list(try readElements(after: head, at: start, depth: depth))
    case .map:
      return .map(try readEntries(after: head, at: start, depth: depth))
    case .simple:
      return try simpleValue(head, at: start)
    case .tag:
      throw fault("impossible item type", at: start)
    }
  }

  mutating func readUnsigned(_ what: String) throws(CBORFault) -> UInt64 {
    let start = offset
    let head = try readUntaggedHead()
    guard head.major == .unsigned else { throw fault("\(what) must be an integer of 0 or more", at: start) }
    return head.argument
  }

  mutating func readString(_ what: String) throws(CBORFault) -> String {
    let start = offset
    let head = try readUntaggedHead()
    guard head.major == .text else { throw fault("\(what) must be a string", at: start) }
    return try readText(after: head, at: start)
  }

  mutating func readMap(_ what: String) throws(CBORFault) -> [String: Value] {
    let start = offset
    let head = try readUntaggedHead()
    guard head.major == .map else { throw fault("\(what) must be a map", at: start) }
    return try readEntries(after: head, at: start, depth: 0)
  }

  private mutating func readElements(
    after head: Head, at start: Int, depth: Int
  ) throws(CBORFault) -> [Value] {
    var list: [Value] = []
    if head.isIndefinite {
      while try !readBreak() { list.append(try readValue(depth: depth + 1)) }
      return list
    }
    guard head.argument <= UInt64(remaining) else {
      throw fault("\(head.argument) items announced in \(remaining) bytes", at: start)
    }
    for _ in 0..<Int(head.argument) { list.append(try readValue(depth: depth + 1)) }
    return list
  }

  private mutating func readEntries(
    after head: Head, at start: Int, depth: Int
  ) throws(CBORFault) -> [String: Value] {
    var map: [String: Value] = [:]
    if head.isIndefinite {
      while try !readBreak() {
        let key = try readString("the key of a map")
        map[key] = try readValue(depth: depth + 1)
      }
      return map
    }
    guard head.argument <= UInt64(remaining) / 2 else {
      throw fault("\(head.argument) entries announced in \(remaining) bytes", at: start)
    }
    for _ in 0..<Int(head.argument) {
      let key = try readString("the key of a map")
      map[key] = try readValue(depth: depth + 1)
    }
    return map
  }

  /// The content of a byte string: a slice, joined only if it came in several chunks.
  mutating func readBytes(after head: Head) throws(CBORFault) -> SharedBytes {
    guard head.isIndefinite else { return source.slice(try readContent(of: head)) }
    return SharedBytes(try readChunks(of: .bytes))
  }

  private mutating func readText(after head: Head, at start: Int) throws(CBORFault) -> String {
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

  private mutating func readChunks(of major: CBORMajor) throws(CBORFault) -> [UInt8] {
    var joined: [UInt8] = []
    while try !readBreak() {
      let start = offset
      let chunk = try readHead()
      guard chunk.major == major, !chunk.isIndefinite else {
        throw fault("a chunk of another type within a string", at: start)
      }
      joined.append(contentsOf: Array(source.slice(try readContent(of: chunk))))
    }
    return joined
  }

  private func simpleValue(_ head: Head, at start: Int) throws(CBORFault) -> Value {
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
