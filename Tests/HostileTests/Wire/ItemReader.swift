/// Reads what routers send; `nil` stands for what they should not have sent.
struct ItemReader {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  /// What was not read yet.
  var rest: ArraySlice<UInt8> { bytes[place...] }

  /// The size of the list that begins here.
  mutating func listCount() -> Int? {
    guard let (kind, number) = head(), kind == 4 else { return nil }
    return Int(number)
  }

  mutating func next() -> Item? {
    guard let (kind, number) = head() else { return nil }
    switch kind {
    case 0: return .number(number)
    case 2: return content(number).map { .bytes($0) }
    case 3: return content(number).map { .text($0) }
    case 4: return items(number).map { .list($0) }
    case 5: return number > 1 << 20 ? nil : items(2 * number).map { .map($0) }
    case 6: return next().map { .tag(number, $0) }
    case 7 where number == 20 || number == 21: return .flag(number == 21)
    case 7: return .null
    default: return nil
    }
  }

  private mutating func items(_ count: UInt64) -> [Item]? {
    var items: [Item] = []
    for _ in 0..<count {
      guard let item = next() else { return nil }
      items.append(item)
    }
    return items
  }

  private mutating func content(_ count: UInt64) -> [UInt8]? {
    guard count <= UInt64(bytes.endIndex - place) else { return nil }
    defer { place += Int(count) }
    return Array(bytes[place..<place + Int(count)])
  }

  private mutating func head() -> (kind: UInt8, number: UInt64)? {
    guard place < bytes.endIndex else { return nil }
    let first = bytes[place]
    place += 1
    let width: Int
    switch first & 31 {
    case let number where number < 24: return (first >> 5, UInt64(number))
    case 24: width = 1
    case 25: width = 2
    case 26: width = 4
    case 27: width = 8
    default: return nil
    }
    guard bytes.endIndex - place >= width else { return nil }
    defer { place += width }
    return (first >> 5, bytes[place..<place + width].reduce(0) { $0 << 8 | UInt64($1) })
  }
}
