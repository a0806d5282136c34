internal import SharedBytes

/// How many items of a list or entries of a map are still to be read.
enum ItemCount {
  case exactly(Int)
  /// As many as there are before an end that the format marks.
  case untilEnd
  /// As many as there are before a closing bracket, with separators between them.
  case untilBracket(isMap: Bool, isFirst: Bool)
  /// As many as the source has: the content of a map, without what begins and ends it.
  case untilSourceEnds
}

/// The kinds of items.
enum ItemKind {
  case null, flag, integer, float, text, bytes, list, map
  /// An item of a kind that only the format has.
  case other
}

/// Reads items one after the other. Never traps, whatever the bytes.
protocol ItemReader {
  init(_ source: SharedBytes, offset: Int)
  var source: SharedBytes { get }
  /// The position of the next item within the source.
  var offset: Int { get }
  var isAtEnd: Bool { get }
  /// The kind of the next item; `nil` at the end and for what is no item.
  var nextKind: ItemKind? { get }
  /// - Parameter position: where; `nil` for here.
  func fault(_ reason: String, at position: Int?) -> ItemFault

  mutating func beginList(_ what: String) throws(ItemFault) -> ItemCount
  mutating func beginMap(_ what: String) throws(ItemFault) -> ItemCount
  /// Whether there is another item or entry; steps over the end if there is none.
  mutating func next(_ count: inout ItemCount) throws(ItemFault) -> Bool
  /// The same, where the judge has to know what lies between the items.
  mutating func next(_ count: inout ItemCount, _ judge: inout ItemJudge) throws(ItemFault) -> Bool
  /// - Returns: where the bytes of a map's key lie.
  mutating func readKey() throws(ItemFault) -> Range<Int>
  mutating func readNull() throws(ItemFault)
  mutating func readFlag(_ what: String) throws(ItemFault) -> Bool
  mutating func readUnsigned(_ what: String) throws(ItemFault) -> UInt64
  /// Reads an integer within 64 bits, signed or not, or a floating-point number.
  mutating func readNumber(_ what: String) throws(ItemFault) -> Value
  mutating func readString(_ what: String) throws(ItemFault) -> String
  /// - Returns: binary data, sharing the source unless the format has no bytes as they are, or they came in parts.
  mutating func readBytes(_ what: String) throws(ItemFault) -> SharedBytes
  /// Steps over one item, however it nests.
  mutating func skipItem(_ judge: inout ItemJudge) throws(ItemFault)
  /// Steps over an application's item, and refuses what a strict reader of the format would.
  mutating func checkItem(_ judge: inout ItemJudge) throws(ItemFault)
  /// Steps over the key of an application's map, as ``checkItem(_:)`` does.
  mutating func checkKey(_ judge: inout ItemJudge) throws(ItemFault)
  /// The items as values, at most so many.
  mutating func readValue(_ budget: inout ValueBudget) throws(ItemFault) -> Value

  /// Whether binary data is bytes as they are.
  static var hasBytes: Bool { get }
  /// What stands between two entries of a map.
  static var separator: [UInt8] { get }
  /// Whether the bytes of a key, as ``readKey()`` found them, say this one.
  static func isKey(_ bytes: Span<UInt8>, _ key: Span<UInt8>) -> Bool
  /// The text that the bytes of a key say; `nil` if it is not UTF-8.
  static func text(ofKey bytes: Span<UInt8>) -> String?
}

extension ItemReader {
  /// How deep lists, maps and tags may nest. The limit is the same in all formats, so that what came in one can be said
  /// in another.
  static var maximumDepth: Int { 192 }

  /// Steps over an item of something small.
  mutating func skipItem() throws(ItemFault) {
    var judge = ItemJudge.ofOptions
    try skipItem(&judge)
  }

  @inline(__always)
  mutating func next(_ count: inout ItemCount, _ judge: inout ItemJudge) throws(ItemFault) -> Bool {
    try next(&count)
  }

  mutating func checkKey(_ judge: inout ItemJudge) throws(ItemFault) { try checkItem(&judge) }

  /// The text of a key, which steps over it.
  mutating func readKeyText() throws(ItemFault) -> String {
    let start = offset
    let key = try readKey()
    guard let text = Self.text(ofKey: source.bytes.octets.extracting(key)) else {
      throw fault("a string that is not UTF-8", at: start)
    }
    return text
  }

  /// Refuses the bytes of a string that are not UTF-8.
  ///
  /// - Parameter start: where the string begins.
  func checkText(_ text: Range<Int>, at start: Int, _ judge: inout ItemJudge) throws(ItemFault) {
    switch judge.isText(source.bytes.octets.extracting(text)) {
    case true?: return
    case false?: throw refusal("a string that is not UTF-8", at: start)
    case nil: throw tooMuch
    }
  }

  static var hasBytes: Bool { true }
  static var separator: [UInt8] { [] }

  static func isKey(_ bytes: Span<UInt8>, _ key: Span<UInt8>) -> Bool {
    bytes.count == key.count && bytes.has(key, at: 0)
  }

  static func text(ofKey bytes: Span<UInt8>) -> String? { String(utf8: bytes) }

  var tooMuch: ItemFault {
    refusal("more to check than one message may hold: send numbers as binary data, and long text in parts")
  }

  var tooDeep: ItemFault { refusal("nested deeper than \(Self.maximumDepth)") }
}

extension ItemReader {
  mutating func readValue(_ budget: inout ValueBudget) throws(ItemFault) -> Value {
    try readValue(&budget, depth: 0)
  }

  private mutating func readValue(_ budget: inout ValueBudget, depth: Int) throws(ItemFault) -> Value {
    guard depth < Self.maximumDepth else { throw tooDeep }
    guard budget.take() else { throw fault("more values than the budget allows", at: nil) }
    switch nextKind {
    case .null:
      try readNull()
      return .null
    case .flag: return .bool(try readFlag("a value"))
    case .integer, .float: return try readNumber("a value")
    case .text: return .string(try readString("a value"))
    case .bytes: return .bytes(try readBytes("a value"))
    case .list:
      var list: [Value] = []
      var count = try beginList("a value")
      while try next(&count) { list.append(try readValue(&budget, depth: depth + 1)) }
      return .list(list)
    case .map:
      var map: [String: Value] = [:]
      var count = try beginMap("a value")
      while try next(&count) {
        guard budget.take() else { throw fault("more values than the budget allows", at: nil) }
        let key = try readKeyText()
        map[key] = try readValue(&budget, depth: depth + 1)
      }
      return .map(map)
    case .other: throw fault("an item that no value stands for", at: nil)
    case nil: throw fault(isAtEnd ? "the bytes end where an item is expected" : "no item", at: nil)
    }
  }
}
