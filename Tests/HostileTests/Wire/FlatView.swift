/// Reads a table that a router sent. A field that is not there reads as 0 or as nothing, one beyond the end, too.
struct FlatView {
  private let buffer: [UInt8]
  private let table: Int

  init(root buffer: [UInt8]) {
    self.init(buffer, at: Self.load(buffer, 0, 4))
  }

  private init(_ buffer: [UInt8], at table: Int) {
    self.buffer = buffer
    self.table = table
  }

  func number(_ field: Int, size: Int = 8) -> UInt64 {
    place(field).map { UInt64(Self.load(buffer, $0, size)) } ?? 0
  }

  func bytes(_ field: Int) -> [UInt8]? {
    guard let target = target(field) else { return nil }
    let count = Self.load(buffer, target, 4)
    guard count <= buffer.count - target - 4 else { return nil }
    return Array(buffer[target + 4..<target + 4 + count])
  }

  func text(_ field: Int) -> String? { bytes(field).map { String(decoding: $0, as: UTF8.self) } }

  func view(_ field: Int) -> FlatView? { target(field).map { FlatView(buffer, at: $0) } }

  private func target(_ field: Int) -> Int? {
    guard let place = place(field), case let target = place + Self.load(buffer, place, 4),
      target < buffer.count - 4
    else { return nil }
    return target
  }

  private func place(_ field: Int) -> Int? {
    let distance = Int(Int32(truncatingIfNeeded: Self.load(buffer, table, 4)))
    let vtable = table - distance
    guard vtable >= 0, 4 + 2 * field < Self.load(buffer, vtable, 2) else { return nil }
    let offset = Self.load(buffer, vtable + 4 + 2 * field, 2)
    return offset == 0 ? nil : table + offset
  }

  private static func load(_ buffer: [UInt8], _ place: Int, _ size: Int) -> Int {
    guard place >= 0, place + size <= buffer.count else { return 0 }
    return Int(
      truncatingIfNeeded: buffer[place..<place + size].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}
