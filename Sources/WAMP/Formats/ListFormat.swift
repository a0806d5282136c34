internal import SharedBytes

/// A format whose messages are lists of items: what a new one has to bring.
protocol ListFormat {
  associatedtype Reader: ItemReader
  associatedtype Writer: ItemWriter
  static var encoding: ItemEncoding { get }
}

extension ListFormat {
  /// EVENT_RECEIVED has another number in lists than in FlatBuffers, where it has to fit a byte.
  private static var eventReceived: UInt64 { 337 }

  /// The number that begins a message of a type.
  static func number(of code: MessageCode) -> UInt64 {
    code == .eventReceived ? eventReceived : UInt64(code.rawValue)
  }

  /// The type of a message that begins with a number; `nil` if there is none.
  static func code(_ number: UInt64) -> MessageCode? {
    if number == eventReceived { return .eventReceived }
    guard let code = UInt8(exactly: number).flatMap(MessageCode.init(rawValue:)) else { return nil }
    return code == .eventReceived ? nil : code
  }
}

/// How many items of a list or entries of a map are still to be read.
enum ItemCount {
  case exactly(Int)
  /// As many as there are before an end that the format marks.
  case untilEnd
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
  /// - Returns: where the bytes of a map's key lie.
  mutating func readKey() throws(ItemFault) -> Range<Int>
  mutating func readNull() throws(ItemFault)
  mutating func readFlag(_ what: String) throws(ItemFault) -> Bool
  mutating func readUnsigned(_ what: String) throws(ItemFault) -> UInt64
  mutating func readString(_ what: String) throws(ItemFault) -> String
  /// - Returns: binary data, sharing the source unless it came in parts.
  mutating func readBytes(_ what: String) throws(ItemFault) -> SharedBytes
  /// Steps over one item, however it nests.
  mutating func skipItem(_ judge: inout ItemJudge) throws(ItemFault)
  /// Steps over an application's item, and refuses what a strict reader of the format would.
  mutating func checkItem(_ judge: inout ItemJudge) throws(ItemFault)
  /// The items as values, at most so many.
  mutating func readValue(_ budget: inout ValueBudget) throws(ItemFault) -> Value
}

extension ItemReader {
  /// Steps over an item of something small.
  mutating func skipItem() throws(ItemFault) {
    var judge = ItemJudge.ofOptions
    try skipItem(&judge)
  }
}

/// Appends items to bytes. Integers and lengths take their shortest form.
protocol ItemWriter {
  init()
  var bytes: [UInt8] { get }
  /// Makes room for bytes that are expected.
  mutating func reserve(_ count: Int)
  /// - Returns: what ``endList(_:count:)`` has to be told.
  mutating func beginList() -> Int
  mutating func endList(_ start: Int, count: Int)
  mutating func beginMap() -> Int
  mutating func endMap(_ start: Int, count: Int)
  mutating func write(key: String)
  mutating func write(_ flag: Bool)
  mutating func write(_ number: UInt64)
  mutating func write(_ text: String)
  mutating func write(_ value: Value)
  /// The beginning of binary data, whose bytes follow.
  mutating func beginBytes(count: Int)
  /// Bytes of the format, or of binary data that was begun.
  mutating func append(_ shared: SharedBytes)
  /// Forgets everything from a position on.
  mutating func removeAll(from position: Int)
}
