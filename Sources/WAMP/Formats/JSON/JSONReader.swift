internal import SharedBytes

/// Reads JSON items (RFC 8259) one after the other. Never traps, whatever the bytes.
struct JSONReader: ItemReader {
  let source: SharedBytes
  private(set) var offset: Int

  init(_ source: SharedBytes, offset: Int = 0) {
    self.source = source
    self.offset = min(max(offset, 0), source.count)
  }

  static var hasBytes: Bool { false }
  static var separator: [UInt8] { [UInt8(ascii: ",")] }

  func fault(_ reason: String, at position: Int?) -> ItemFault {
    ItemFault(offset: position ?? offset, reason: reason)
  }

  /// A byte of the source; `nil` behind its end.
  @inline(__always)
  func byte(at place: Int) -> UInt8? { place < source.count ? source.bytes.octets[place] : nil }

  mutating func move(to place: Int) { offset = place }

  /// Where the next token begins.
  var start: Int {
    let octets = source.bytes.octets
    let end = min(octets.count, offset + JSONFormat.maximumBlanks)
    var place = offset
    while place < end {
      switch octets[place] {
      case 0x20, 0x09, 0x0A, 0x0D: place &+= 1
      default: return place
      }
    }
    return place
  }

  var isAtEnd: Bool { start == source.count }

  /// Steps over a sign if it is next.
  mutating func skip(_ sign: UInt8) -> Bool {
    let place = start
    guard byte(at: place) == sign else { return false }
    offset = place + 1
    return true
  }

  /// Steps over a word if it is next.
  mutating func skip(_ word: JSONWord) -> Bool {
    let place = start
    guard isWord(word, at: place) else { return false }
    offset = place + word.bytes.count
    return true
  }

  func isWord(_ word: JSONWord, at place: Int) -> Bool { source.bytes.octets.has(word.bytes.span, at: place) }

  mutating func beginList(_ what: String) throws(ItemFault) -> ItemCount {
    guard skip(UInt8(ascii: "[")) else { throw fault("\(what) must be a list", at: start) }
    return .untilBracket(isMap: false, isFirst: true)
  }

  mutating func beginMap(_ what: String) throws(ItemFault) -> ItemCount {
    guard skip(UInt8(ascii: "{")) else { throw fault("\(what) must be a map", at: start) }
    return .untilBracket(isMap: true, isFirst: true)
  }

  mutating func next(_ count: inout ItemCount) throws(ItemFault) -> Bool {
    let isFirst: Bool
    switch count {
    case .exactly: return false
    case .untilBracket(let isMap, let first):
      if skip(UInt8(ascii: isMap ? "}" : "]")) {
        count = .exactly(0)
        return false
      }
      if isAtEnd { throw fault("the bytes end within a \(isMap ? "map" : "list")", at: nil) }
      count = .untilBracket(isMap: isMap, isFirst: false)
      isFirst = first
    default:
      if isAtEnd { return false }
      isFirst = offset == 0
    }
    if !isFirst, !skip(UInt8(ascii: ",")) { throw fault("no comma between items", at: start) }
    return true
  }
}
