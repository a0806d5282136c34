/// Writes values as a FlexBuffer, each in the smallest width.
struct FlexBuilder {
  private var bytes: [UInt8] = []

  /// A value that is written already, or small enough to be written where it is referred to.
  private struct Item {
    var kind: FlexReader.Kind
    /// The value's bits or, if it is stored elsewhere, its position.
    var payload: UInt64
    var isInline: Bool
    var width: Int
  }

  /// The bytes of a value.
  static func build(_ value: FlexValue) throws(BuildError) -> [UInt8] {
    var builder = FlexBuilder()
    let item = try builder.item(value, depthLeft: Verifier.Options().maxDepth)
    let width = builder.width(of: item, index: 0)
    builder.align(width)
    builder.store(item, width: width)
    builder.bytes.append(Self.packedType(item, parentWidth: width))
    builder.bytes.append(UInt8(width))
    return builder.bytes
  }

  private mutating func item(_ value: FlexValue, depthLeft: Int) throws(BuildError) -> Item {
    guard depthLeft > 0 else { throw .tooDeep(limit: Verifier.Options().maxDepth) }
    switch value {
    case .null: return Item(kind: .null, payload: 0, isInline: true, width: 1)
    case .bool(let flag): return Item(kind: .bool, payload: flag ? 1 : 0, isInline: true, width: 1)
    case .integer(let number):
      return Item(
        kind: .integer, payload: UInt64(bitPattern: number), isInline: true, width: Self.width(signed: number)
      )
    case .unsigned(let number):
      return Item(kind: .unsigned, payload: number, isInline: true, width: Self.width(unsigned: number))
    case .real(let number):
      let isSmall = number.isNaN || Double(Float(number)) == number
      return Item(kind: .real, payload: number.bitPattern, isInline: true, width: isSmall ? 4 : 8)
    case .string(let text): return sized(Array(text.utf8), .string)
    case .blob(let bytes): return sized(bytes, .blob)
    case .vector(let elements):
      var items: [Item] = []
      for element in elements { items.append(try item(element, depthLeft: depthLeft - 1)) }
      return vector(items, .vector, keys: nil)
    case .map(let map): return try self.map(map, depthLeft: depthLeft)
    }
  }

  private mutating func sized(_ content: [UInt8], _ kind: FlexReader.Kind) -> Item {
    let width = Self.width(unsigned: UInt64(content.count))
    align(width)
    append(UInt64(content.count), width: width)
    let start = bytes.count
    bytes += content
    if kind == .string { bytes.append(0) }
    return Item(kind: kind, payload: UInt64(start), isInline: false, width: width)
  }

  private mutating func map(_ map: FlexMap, depthLeft: Int) throws(BuildError) -> Item {
    var keys: [Item] = []
    var values: [Item] = []
    for entry in map.entries {
      guard !entry.key.utf8.contains(0) else { throw .zeroInName(entry.key) }
      keys.append(Item(kind: .key, payload: UInt64(bytes.count), isInline: false, width: 1))
      bytes += Array(entry.key.utf8) + [0]
      values.append(try item(entry.value, depthLeft: depthLeft - 1))
    }
    return vector(values, .map, keys: vector(keys, .keyVector, keys: nil))
  }

  private mutating func vector(_ items: [Item], _ kind: FlexReader.Kind, keys: Item?) -> Item {
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
