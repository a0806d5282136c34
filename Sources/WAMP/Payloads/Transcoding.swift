internal import SharedBytes

/// Says items of one format in another one, at most as many as others can wait for.
///
/// What the other format has no kind for is refused, never replaced by something like it: items with a meaning that only
/// one format has (tags, extensions), maps whose keys are no text, integers beyond 64 bits, and what
/// ``ListFormat/obstacle(to:)-(Double)`` names.
struct Transcoding<From: ListFormat, To: ListFormat> {
  private var items: From.Reader
  private(set) var written = To.Writer()
  private var judge = ItemJudge()

  init(_ source: SharedBytes) { items = From.Reader(source, offset: 0) }

  /// Says a list or a map of arguments, which counts for nothing where nesting is counted.
  mutating func translateItem() throws(ItemFault) { try translate(depth: -1) }

  /// Says the entries that make up the source.
  mutating func translateEntries() throws(ItemFault) {
    _ = try translateEntries(.untilSourceEnds, depth: 0)
  }

  private mutating func translate(depth: Int) throws(ItemFault) {
    guard depth < From.Reader.maximumDepth else { throw items.tooDeep }
    guard judge.take(2 * ItemJudge.itemCost) else { throw items.tooMuch }
    let start = items.offset
    switch items.nextKind {
    case .null:
      try items.readNull()
      written.write(Value.null)
    case .flag: written.write(try items.readFlag("a value"))
    case .integer: written.write(try items.readNumber("a value"))
    case .float:
      let number = try items.readNumber("a value")
      if let double = number.doubleValue, let obstacle = To.obstacle(to: double) {
        throw items.refusal(obstacle, at: start)
      }
      written.write(number)
    case .text: written.write(try sayable(try items.readString("a value"), at: start))
    case .bytes: written.write(Value.bytes(try items.readBytes("a value")))
    case .list:
      let place = written.beginList()
      var (count, written) = (try items.beginList("a value"), 0)
      while try items.next(&count) {
        try translate(depth: depth + 1)
        written += 1
      }
      self.written.endList(place, count: written)
    case .map:
      let place = written.beginMap()
      written.endMap(place, count: try translateEntries(try items.beginMap("a value"), depth: depth))
    case .other: throw items.refusal("a kind of item that only \(From.encoding) has")
    case nil: throw items.fault("no item", at: nil)
    }
    guard judge.take((items.offset - start) / 2) else { throw items.tooMuch }
  }

  private mutating func translateEntries(_ count: ItemCount, depth: Int) throws(ItemFault) -> Int {
    var (count, written) = (count, 0)
    while try items.next(&count) {
      guard items.nextKind == .text else { throw items.refusal("the key of a map is no text") }
      let start = items.offset
      self.written.write(key: try sayable(try items.readKeyText(), at: start))
      try translate(depth: depth + 1)
      written += 1
    }
    return written
  }

  private mutating func sayable(_ text: String, at start: Int) throws(ItemFault) -> String {
    guard judge.take(To.cost(of: text)) else { throw items.tooMuch }
    if let obstacle = To.obstacle(to: text) { throw items.refusal(obstacle, at: start) }
    return text
  }
}

extension EncodedArguments {
  /// The arguments in a format, as they are if it is theirs.
  func encoded<Format: ListFormat>(as format: Format.Type) throws(ItemFault) -> EncodedArguments {
    if encoding == format.encoding { return self }
    return switch encoding {
    case .cbor: try translated(from: CBORFormat.self, to: format)
    case .messagePack: try translated(from: MessagePackFormat.self, to: format)
    case .json: try translated(from: JSONFormat.self, to: format)
    }
  }

  private func translated<From: ListFormat, To: ListFormat>(
    from _: From.Type, to _: To.Type
  ) throws(ItemFault) -> EncodedArguments {
    var whole = To.Writer()
    if listLength > 0 {
      var list = Transcoding<From, To>(list)
      try list.translateItem()
      whole.append(SharedBytes(list.written.bytes))
    }
    let length = whole.bytes.count
    if hasKeywords {
      var map = Transcoding<From, To>(keywords)
      try map.translateItem()
      whole.append(SharedBytes(map.written.bytes))
    }
    let keywordsStart = length + (length > 0 && hasKeywords ? To.Reader.separator.count : 0)
    return EncodedArguments(
      encoded: SharedBytes(whole.bytes), listLength: length, keywordsStart: keywordsStart, To.encoding)
  }
}

extension Options {
  /// The options in a format, as they are if it is theirs.
  func encoded<Format: ListFormat>(as format: Format.Type) throws(ItemFault) -> Options {
    if encoding == format.encoding || isEmpty { return self }
    return switch encoding {
    case .cbor: try translated(from: CBORFormat.self, to: format)
    case .messagePack: try translated(from: MessagePackFormat.self, to: format)
    case .json: try translated(from: JSONFormat.self, to: format)
    }
  }

  private func translated<From: ListFormat, To: ListFormat>(
    from _: From.Type, to _: To.Type
  ) throws(ItemFault) -> Options {
    var entries = Transcoding<From, To>(encoded)
    try entries.translateEntries()
    return Options(encoded: SharedBytes(entries.written.bytes), To.encoding)
  }
}
