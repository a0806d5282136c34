import RecordStore

/// The kinds of reading that are measured, against the public API. Each does `count` operations and gives a sum of what
/// it read, so that nothing is left out.
enum Work: String {
  case get, typed, batch, renewed, pin, scan, range

  static var recordCount: UInt64 { 1_000_000 }

  func run(_ store: Store, _ count: UInt64) throws -> UInt64 {
    switch self {
    case .get: try store.read { snapshot in try gets(snapshot, count) }
    case .typed: try store.read { snapshot in try typedGets(snapshot, count) }
    case .batch: try store.read { snapshot in try batches(snapshot, count) }
    case .renewed: try renewedGets(store, count)
    case .pin: try pins(store, count)
    case .scan: try store.read { snapshot in try scan(snapshot, count) }
    case .range: try store.read { snapshot in try ranges(snapshot, count) }
    }
  }

  private func gets(_ snapshot: Snapshot, _ count: UInt64) throws -> UInt64 {
    var sum: UInt64 = 0
    for number in 0..<count {
      guard let item = try snapshot.get(.items, mix(number) % Work.recordCount) else {
        fatalError("a record is missing")
      }
      sum &+= item.amount
    }
    return sum
  }

  private func typedGets(_ snapshot: Snapshot, _ count: UInt64) throws -> UInt64 {
    var sum: UInt64 = 0
    for number in 0..<count {
      guard let item = try snapshot.get(.items, mix(number) % Work.recordCount) else {
        fatalError("a record is missing")
      }
      sum &+= item.id &+ item.amount
    }
    return sum
  }

  private func batches(_ snapshot: Snapshot, _ count: UInt64) throws -> UInt64 {
    var sum: UInt64 = 0
    for start in stride(from: 0, to: count, by: 32) {
      let keys = (start..<start + 32).lazy.map { mix($0) % Work.recordCount }
      try snapshot.get(.items, keys) { _, item in if let item { sum &+= item.amount } }
    }
    return sum
  }

  private func renewedGets(_ store: Store, _ count: UInt64) throws -> UInt64 {
    var sum: UInt64 = 0
    for number in 0..<count {
      sum &+= try store.read { snapshot in
        guard let item = try snapshot.get(.items, mix(number) % Work.recordCount) else { return 0 }
        return item.amount
      }
    }
    return sum
  }

  private func pins(_ store: Store, _ count: UInt64) throws -> UInt64 {
    var sum: UInt64 = 0
    for number in 0..<count {
      guard let item = try store.pin(.items, mix(number) % Work.recordCount) else {
        fatalError("a record is missing")
      }
      sum &+= item.record.amount
    }
    return sum
  }

  private func scan(_ snapshot: Snapshot, _ count: UInt64) throws -> UInt64 {
    var sum: UInt64 = 0
    var left = count
    var rows = try snapshot.rows(.items)
    while left > 0, let item = try rows.next() {
      sum &+= item.amount
      left &-= 1
    }
    return sum
  }

  private func ranges(_ snapshot: Snapshot, _ count: UInt64) throws -> UInt64 {
    var sum: UInt64 = 0
    for number in 0..<count / 100 {
      let first = mix(number) % (Work.recordCount - 100)
      var rows = try snapshot.rows(.items, first..<first + 100)
      while let item = try rows.next() { sum &+= item.amount }
    }
    return sum
  }
}

/// Spreads numbers, in the same way as the program in C.
@inline(__always)
func mix(_ number: UInt64) -> UInt64 {
  var z = number &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
