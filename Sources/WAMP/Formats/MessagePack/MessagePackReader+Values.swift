internal import SharedBytes

extension MessagePackReader {
  var nextKind: ItemKind? {
    guard offset < source.count, let shape = MessagePackHead.shape(of: source.bytes.octets[offset]) else {
      return nil
    }
    switch shape.kind {
    case .null: return .null
    case .flag: return .flag
    case .unsigned, .negative: return .integer
    case .float: return .float
    case .text: return .text
    case .bytes: return .bytes
    case .list: return .list
    case .map: return .map
    case .extended: return .other
    }
  }

  private mutating func readHead(
    of kind: MessagePackHead.Kind, _ what: String, _ name: String
  ) throws(ItemFault) -> MessagePackHead {
    let start = offset
    let head = try readHead()
    guard head.kind == kind else { throw fault("\(what) must be \(name)", at: start) }
    return head
  }

  mutating func beginList(_ what: String) throws(ItemFault) -> ItemCount {
    let start = offset
    let head = try readHead(of: .list, what, "a list")
    return try itemCount(head, at: start)
  }

  mutating func beginMap(_ what: String) throws(ItemFault) -> ItemCount {
    let start = offset
    let head = try readHead(of: .map, what, "a map")
    return try itemCount(head, at: start)
  }

  mutating func readKey() throws(ItemFault) -> Range<Int> {
    try readContent(of: try readHead(of: .text, "the key of a map", "a string"))
  }

  mutating func readNull() throws(ItemFault) {
    let start = offset
    guard try readHead().kind == .null else { throw fault("no null", at: start) }
  }

  mutating func readFlag(_ what: String) throws(ItemFault) -> Bool {
    let start = offset
    guard case .flag(let flag) = try readHead().kind else {
      throw fault("\(what) must be a boolean", at: start)
    }
    return flag
  }

  mutating func readUnsigned(_ what: String) throws(ItemFault) -> UInt64 {
    try readHead(of: .unsigned, what, "an integer of 0 or more").argument
  }

  mutating func readNumber(_ what: String) throws(ItemFault) -> Value {
    let start = offset
    let head = try readHead()
    switch head.kind {
    case .unsigned: return Value(head.argument)
    case .negative: return .int(Int64(bitPattern: head.argument))
    case .float(byteCount: 4):
      return .double(Double(Float(bitPattern: UInt32(truncatingIfNeeded: head.argument))))
    case .float: return .double(Double(bitPattern: head.argument))
    default: throw fault("\(what) must be a number", at: start)
    }
  }

  mutating func readString(_ what: String) throws(ItemFault) -> String {
    let start = offset
    let content = try readContent(of: try readHead(of: .text, what, "a string"))
    guard let text = String(utf8: source.bytes.octets.extracting(content)) else {
      throw fault("a string that is not UTF-8", at: start)
    }
    return text
  }

  mutating func readBytes(_ what: String) throws(ItemFault) -> SharedBytes {
    source.slice(try readContent(of: try readHead(of: .bytes, what, "binary data")))
  }
}
