internal import SharedBytes

/// Arguments while they are read: an encoded list and the map that directly follows it.
struct ArgumentReading {
  private var start: Int
  private var listEnd: Int
  private var isListEmpty = true
  private var keywordsStart = 0
  private var single: SharedBytes?
  private var hasKeywords = false
  private var judge = ItemJudge()

  init<Items: ItemReader>(at items: borrowing Items) {
    start = items.offset
    listEnd = start
  }

  /// Takes the positional arguments, checked.
  mutating func readList<Items: ItemReader>(_ items: inout Items) throws(ItemFault) {
    switch items.nextKind {
    case .list: break
    case .null:
      // Autobahn writes null for absent arguments when keyword arguments follow.
      try items.readNull()
      (start, listEnd) = (items.offset, items.offset)
      return
    default: throw items.fault("the arguments must be a list", at: nil)
    }
    var count = try items.beginList("the arguments")
    var isFirst = true
    while try items.next(&count, &judge) {
      single = nil
      if isFirst, Items.hasBytes, items.nextKind == .bytes {
        single = try items.readBytes("an argument")
      } else {
        try items.checkItem(&judge)
      }
      isFirst = false
    }
    isListEmpty = isFirst
    listEnd = items.offset
  }

  /// Takes the keyword arguments, checked: a map whose keys are strings.
  mutating func readKeywords<Items: ItemReader>(_ items: inout Items) throws(ItemFault) {
    keywordsStart = items.offset
    var count = try items.beginMap("the keyword arguments")
    while try items.next(&count, &judge) {
      guard items.nextKind == .text else { throw items.refusal("a keyword that is no string") }
      try items.checkKey(&judge)
      try items.checkItem(&judge)
      hasKeywords = true
    }
  }

  /// The payload. Empty parts are left out, and a binary argument alone is recognised, if it is bytes: in text it stays as
  /// it is until someone wants to have it.
  ///
  /// - Parameters:
  ///   - source: what was read from.
  ///   - end: where the last part ends.
  func payload(of source: SharedBytes, to end: Int, _ encoding: ItemEncoding) -> Payload {
    switch (isListEmpty, hasKeywords) {
    case (true, false): return .none
    case (false, false):
      if let single { return .binaryArgument(single) }
      let list = source.slice(start..<listEnd)
      return .arguments(EncodedArguments(encoded: list, listLength: list.count, encoding))
    case (true, true):
      return .arguments(
        EncodedArguments(encoded: source.slice(keywordsStart..<end), listLength: 0, encoding))
    case (false, true):
      return .arguments(
        EncodedArguments(
          encoded: source.slice(start..<end), listLength: listEnd - start,
          keywordsStart: keywordsStart - start,
          encoding))
    }
  }
}
