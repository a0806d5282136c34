/// What the store is to hold, as plain values.
struct Model: Equatable {
  private(set) var items = SortedRows<UInt64, Item.Draft>()
  private(set) var stops = SortedRows<StopKey, Stop.Draft>()
  /// How many items have a code.
  private var holders: [String: Int] = [:]
  private var contestedCodes = 0

  /// Whether several items have the same code: a write must not end so.
  var isContested: Bool { contestedCodes > 0 }

  func isHeld(_ code: String) -> Bool { holders[code] != nil }

  mutating func set(_ id: UInt64, _ item: Item.Draft?) {
    if let code = items[id]?.code { hold(code, -1) }
    if let code = item?.code { hold(code, 1) }
    items[id] = item
  }

  mutating func set(_ key: StopKey, _ stop: Stop.Draft?) { stops[key] = stop }

  private mutating func hold(_ code: String, _ change: Int) {
    let before = holders[code] ?? 0
    let after = before + change
    holders[code] = after == 0 ? nil : after
    if (before > 1) != (after > 1) { contestedCodes += change }
  }
}

/// The key of a stop: by line, and within it by name the other way round, byte by byte.
struct StopKey: Comparable {
  var line: UInt16
  var name: [UInt8]

  init(_ stop: Stop.Draft) {
    line = stop.line
    name = Array(stop.name.utf8)
  }

  static func < (left: StopKey, right: StopKey) -> Bool {
    guard left.line == right.line else { return left.line < right.line }
    return right.name.lexicographicallyPrecedes(left.name)
  }

  /// The same for the store.
  var stored: Stop.Key { Stop.Key(line: line, name: String(decoding: name, as: UTF8.self)) }
}
