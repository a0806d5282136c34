internal import FlatBuffersRuntime

/// Writes JSON as a FlexBuffer.
struct FlexBufferWriter {
  private var bytes: [UInt8] = []

  /// A value that is written already, or small enough to be written where it is referred to.
  private struct Item {
    var kind: FlexBuffer.Kind
    /// The value's bits or, if it is stored elsewhere, its position.
    var payload: UInt64
    var isInline: Bool
    var width: Int
  }

  /// The bytes of a value.
  static func write(_ value: JSONValue) throws(Diagnostic) -> [UInt8] {
    var writer = FlexBufferWriter()
    let item = try writer.item(value)
    let width = writer.width(of: item, index: 0)
    writer.align(width)
    writer.store(item, width: width)
    writer.bytes.append(Self.packedType(item, parentWidth: width))
    writer.bytes.append(UInt8(width))
    return writer.bytes
  }

  private mutating func item(_ value: JSONValue) throws(Diagnostic) -> Item {
    switch value.kind {
    case .object(let members): return try map(members)
    case .array(let elements):
      var items: [Item] = []
      for element in elements { items.append(try item(element)) }
      return vector(items, .vector, keys: nil)
    case .string(let text): return string(text)
    case .integer(let text):
      guard let number = Numeral.integer(text), let bits = Self.bits(number) else {
        throw Diagnostic(at: value.location, "found \(value), expected an integer of at most 64 bits")
      }
      // The type is signed wherever the number allows it.
      return number > Int128(Int64.max)
        ? Item(kind: .unsigned, payload: bits, isInline: true, width: 8)
        : Item(kind: .integer, payload: bits, isInline: true, width: Self.width(signed: Int64(number)))
    case .word("true"), .word("false"):
      let isTrue = if case .word("true") = value.kind { true } else { false }
      return Item(kind: .bool, payload: isTrue ? 1 : 0, isInline: true, width: 1)
    case .word("null"): return Item(kind: .null, payload: 0, isInline: true, width: 1)
    case .real, .word, .call:
      guard let number = value.real else {
        throw Diagnostic(at: value.location, "found \(value), expected a value of JSON")
      }
      let isSmall = number.isNaN || Double(Float(number)) == number
      return Item(kind: .real, payload: number.bitPattern, isInline: true, width: isSmall ? 4 : 8)
    }
  }

  private mutating func string(_ text: String) -> Item {
    let utf8 = Array(text.utf8)
    let width = Self.width(unsigned: UInt64(utf8.count))
    align(width)
    append(UInt64(utf8.count), width: width)
    let start = bytes.count
    bytes += utf8
    bytes.append(0)
    return Item(kind: .string, payload: UInt64(start), isInline: false, width: width)
  }

  private mutating func map(_ members: [JSONValue.Member]) throws(Diagnostic) -> Item {
    // Readers look keys up by halving.
    let sorted = members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    for (left, right) in zip(sorted, sorted.dropFirst()) where StringKey(left.name) == StringKey(right.name) {
      throw Diagnostic(at: right.location, "found '\(right.name)' a second time in one object")
    }
    var keys: [Item] = []
    var values: [Item] = []
    for member in sorted {
      if member.name.utf8.contains(0) {
        throw Diagnostic(at: member.location, "found a zero byte in a name, where it would end the name")
      }
      keys.append(Item(kind: .key, payload: UInt64(bytes.count), isInline: false, width: 1))
      bytes += Array(member.name.utf8) + [0]
      values.append(try item(member.value))
    }
    return vector(values, .map, keys: vector(keys, .keyVector, keys: nil))
  }

  private mutating func vector(_ items: [Item], _ kind: FlexBuffer.Kind, keys: Item?) -> Item {
    let prefix = keys == nil ? 1 : 3
    var width = Self.width(unsigned: UInt64(items.count))
    if let keys { width = max(width, self.width(of: keys, index: 0)) }
    for (index, item) in items.enumerated() {
      width = max(width, self.width(of: item, index: index + prefix))
    }
    align(width)
    if let keys {
      store(keys, width: width)
      append(UInt64(keys.width), width: width)
    }
    append(UInt64(items.count), width: width)
    let start = bytes.count
    for item in items { store(item, width: width) }
    if kind != .keyVector { for item in items { bytes.append(Self.packedType(item, parentWidth: width)) } }
    return Item(kind: kind, payload: UInt64(start), isInline: false, width: width)
  }

  // MARK: - Widths

  private static func bits(_ number: Int128) -> UInt64? {
    UInt64(exactly: number) ?? Int64(exactly: number).map { UInt64(bitPattern: $0) }
  }

  private static func width(unsigned number: UInt64) -> Int {
    number < 1 << 8 ? 1 : number < 1 << 16 ? 2 : number < 1 << 32 ? 4 : 8
  }

  private static func width(signed number: Int64) -> Int {
    Int8(exactly: number) != nil
      ? 1 : Int16(exactly: number) != nil ? 2 : Int32(exactly: number) != nil ? 4 : 8
  }

  /// The bytes an item takes as the element `index` of a vector that is written next.
  private func width(of item: Item, index: Int) -> Int {
    if item.isInline { return item.width }
    for width in [1, 2, 4] {
      let place = (bytes.count + width - 1) / width * width + index * width
      if Self.width(unsigned: UInt64(place) - item.payload) <= width { return width }
    }
    return 8
  }

  private static func packedType(_ item: Item, parentWidth: Int) -> UInt8 {
    let width = item.isInline ? max(item.width, parentWidth) : item.width
    return item.kind.number << 2 | UInt8(width.trailingZeroBitCount)
  }

  private mutating func align(_ width: Int) {
    while bytes.count % width != 0 { bytes.append(0) }
  }

  private mutating func append(_ number: UInt64, width: Int) {
    for index in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(index * 8))) }
  }

  private mutating func store(_ item: Item, width: Int) {
    if !item.isInline {
      append(UInt64(bytes.count) - item.payload, width: width)
    } else if item.kind == .real, width == 4 {
      append(UInt64(Float(Double(bitPattern: item.payload)).bitPattern), width: 4)
    } else {
      append(item.payload, width: width)
    }
  }
}
