/// A FlatBuffers table as an attacker writes it, by the numbers of its fields.
struct FlatTable: Sendable {
  enum Field: Sendable {
    case byte(UInt8)
    case half(UInt16)
    case word(UInt32)
    case long(UInt64)
    case bytes([UInt8])
    case text([UInt8])
    case table(FlatTable)

    fileprivate var size: Int {
      switch self {
      case .byte: 1
      case .half: 2
      case .word, .bytes, .text, .table: 4
      case .long: 8
      }
    }
  }

  var fields: [Int: Field]

  init(_ fields: [Int: Field]) { self.fields = fields }

  /// A buffer with this table as its root.
  var encoded: [UInt8] {
    var buffer: [UInt8] = [0, 0, 0, 0]
    Self.patch(&buffer, at: 0, UInt64(append(to: &buffer)), size: 4)
    return buffer
  }

  /// - Returns: where the table begins.
  private func append(to buffer: inout [UInt8]) -> Int {
    let ordered = fields.sorted { ($0.value.size, $1.key) > ($1.value.size, $0.key) }
    var places: [(number: Int, field: Field, place: Int)] = []
    var end = ordered.first?.value.size == 8 ? 8 : 4
    for (number, field) in ordered {
      places.append((number, field, end))
      end += field.size
    }
    let slots = (fields.keys.max() ?? -1) + 1
    let vtableSize = 4 + 2 * slots
    while (buffer.count + vtableSize) % 8 != 0 { buffer.append(0) }
    let vtable = buffer.count
    let table = vtable + vtableSize
    buffer += [UInt8](repeating: 0, count: vtableSize + end)
    Self.patch(&buffer, at: vtable, UInt64(vtableSize), size: 2)
    Self.patch(&buffer, at: vtable + 2, UInt64(end), size: 2)
    Self.patch(&buffer, at: table, UInt64(vtableSize), size: 4)
    for (number, field, place) in places {
      Self.patch(&buffer, at: vtable + 4 + 2 * number, UInt64(place), size: 2)
      switch field {
      case .byte(let value): Self.patch(&buffer, at: table + place, UInt64(value), size: 1)
      case .half(let value): Self.patch(&buffer, at: table + place, UInt64(value), size: 2)
      case .word(let value): Self.patch(&buffer, at: table + place, UInt64(value), size: 4)
      case .long(let value): Self.patch(&buffer, at: table + place, value, size: 8)
      case .bytes, .text, .table:
        let child = field.append(to: &buffer)
        Self.patch(&buffer, at: table + place, UInt64(child - table - place), size: 4)
      }
    }
    return table
  }

  fileprivate static func patch(_ buffer: inout [UInt8], at place: Int, _ value: UInt64, size: Int) {
    for index in 0..<size { buffer[place + index] = UInt8(truncatingIfNeeded: value >> UInt64(index * 8)) }
  }
}

extension FlatTable.Field {
  /// - Returns: where what this field refers to begins.
  fileprivate func append(to buffer: inout [UInt8]) -> Int {
    switch self {
    case .table(let table): return table.append(to: &buffer)
    case .bytes(let content): return Self.append(content, to: &buffer)
    case .text(let content):
      let place = Self.append(content, to: &buffer)
      buffer.append(0)
      return place
    case .byte, .half, .word, .long: return buffer.count
    }
  }

  private static func append(_ content: [UInt8], to buffer: inout [UInt8]) -> Int {
    while buffer.count % 4 != 0 { buffer.append(0) }
    let place = buffer.count
    buffer += [0, 0, 0, 0]
    FlatTable.patch(&buffer, at: place, UInt64(content.count), size: 4)
    buffer += content
    return place
  }
}
