internal import SharedBytes

/// Appends JSON items (RFC 8259) to bytes, without blanks.
///
/// Numbers take their shortest form, a floating-point number always with a fraction or an exponent, and maps are written in
/// the order of their keys, so that equal values give equal bytes.
struct JSONWriter: ItemWriter {
  private(set) var bytes: [UInt8] = []

  init() {}

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  /// Begins an item: behind another one comes a comma.
  private mutating func separate() {
    switch bytes.last {
    case nil, UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ":"): return
    default: bytes.append(UInt8(ascii: ","))
    }
  }

  private mutating func begin(_ bracket: UInt8) -> Int {
    separate()
    bytes.append(bracket)
    return bytes.count
  }

  mutating func beginList() -> Int { begin(UInt8(ascii: "[")) }

  mutating func endList(_ start: Int, count: Int) { bytes.append(UInt8(ascii: "]")) }

  mutating func beginMap() -> Int { begin(UInt8(ascii: "{")) }

  mutating func endMap(_ start: Int, count: Int) { bytes.append(UInt8(ascii: "}")) }

  mutating func write(key: String) {
    write(key)
    bytes.append(UInt8(ascii: ":"))
  }

  mutating func write(_ flag: Bool) { write(plain: flag ? "true" : "false") }

  mutating func write(_ number: UInt64) { write(plain: String(number)) }

  mutating func write(_ text: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.contains(where: { JSONWriter.needsEscape($0) }) {
      for octet in text.utf8 { append(octet) }
    } else {
      bytes.append(contentsOf: text.utf8)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func write(_ value: Value) {
    switch value {
    case .null: write(plain: "null")
    case .bool(let flag): write(flag)
    case .int(let number): write(plain: String(number))
    case .uint(let number): write(number)
    // What is no number of JSON is told to whoever asks beforehand.
    case .double(let number): write(plain: number.isFinite ? number.description : "null")
    case .string(let text): write(text)
    case .bytes(let shared): write(shared)
    case .list(let list):
      let start = beginList()
      for element in list { write(element) }
      endList(start, count: list.count)
    case .map(let map):
      let start = beginMap()
      for (key, value) in map.sorted(by: { $0.key < $1.key }) {
        write(key: key)
        write(value)
      }
      endMap(start, count: map.count)
    }
  }

  private mutating func write(plain text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes binary data.
  private mutating func write(_ shared: SharedBytes) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes += JSONWord.binaryMark.bytes
    Base64.encode(shared, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ octet: UInt8) -> Bool {
    octet < 0x20 || octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "\\")
  }

  /// A byte of a string.
  private mutating func append(_ octet: UInt8) {
    guard JSONWriter.needsEscape(octet) else { return bytes.append(octet) }
    switch octet {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), octet]
    case 0x0A: bytes += #"\n"#.utf8
    case 0x0D: bytes += #"\r"#.utf8
    case 0x09: bytes += #"\t"#.utf8
    default: bytes += ((octet < 0x10 ? #"\u000"# : #"\u00"#) + String(octet, radix: 16)).utf8
    }
  }

  mutating func append(_ shared: SharedBytes) {
    guard !shared.isEmpty else { return }
    separate()
    bytes.append(contentsOf: Array(shared))
  }

  mutating func removeAll(from position: Int) { bytes.removeSubrange(position...) }

  /// In text nothing can stay outside: bytes are said in base64, and brackets follow.
  mutating func end(with payload: ListPayload) -> SharedBytes {
    switch payload {
    case .arguments(let arguments):
      if arguments.listLength == 0 { endList(beginList(), count: 0) }
      append(arguments.encoded)
    case .binaryArgument(let bytes):
      let start = beginList()
      write(bytes)
      endList(start, count: 1)
    case .bytes(let bytes): write(bytes)
    }
    return SharedBytes()
  }
}
