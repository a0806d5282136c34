/// Values by key that are walked in the order they came, whatever the hashes: the same input, the same output.
///
/// Every operation takes constant time, also taking the first of many.
struct OrderedTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry {
    /// `nil` where the place is free.
    var content: (key: Key, value: Value)?
    var previous: Int
    /// Of a free place, the next free one.
    var next: Int
  }

  private var places = GradualTable<Key, Int>()
  private var entries = SegmentedArray<Entry>()
  private var firstFree = -1
  private var first = -1
  private var last = -1

  var count: Int { places.count }
  var isEmpty: Bool { places.isEmpty }

  subscript(key: Key) -> Value? {
    guard let place = places[key] else { return nil }
    return entries[place].content?.value
  }

  func contains(_ key: Key) -> Bool { places.contains(key) }

  /// Adds a value after all others, or changes it where it is.
  mutating func insert(_ value: Value, for key: Key) {
    let free = firstFree >= 0 ? firstFree : entries.count
    let place = places.insert(free, unlessPresent: key)
    guard place == free else {
      entries[place].content?.value = value
      return
    }
    let entry = Entry(content: (key, value), previous: last, next: -1)
    if firstFree >= 0 {
      firstFree = entries[place].next
      entries[place] = entry
    } else {
      entries.append(entry)
    }
    if last >= 0 { entries[last].next = place } else { first = place }
    last = place
  }

  @discardableResult
  mutating func remove(_ key: Key) -> Value? {
    guard let place = places.removeValue(forKey: key) else { return nil }
    unlink(place)
    let value = entries[place].content?.value
    entries[place].content = nil
    entries[place].next = firstFree
    firstFree = place
    // What a flood needed is given back when it is over.
    if places.isEmpty && entries.count > 1024 { self = OrderedTable() }
    return value
  }

  private mutating func unlink(_ place: Int) {
    let (previous, next) = (entries[place].previous, entries[place].next)
    if previous >= 0 { entries[previous].next = next } else { first = next }
    if next >= 0 { entries[next].previous = previous } else { last = previous }
  }

  /// Adds a value before all others.
  mutating func insertFirst(_ value: Value, for key: Key) {
    insert(value, for: key)
    guard let place = places[key], place != first else { return }
    unlink(place)
    entries[place].previous = -1
    entries[place].next = first
    if first >= 0 { entries[first].previous = place } else { last = place }
    first = place
  }

  /// What `body` makes of the last values that it makes something of, in their order.
  ///
  /// - Parameter limit: how many there may be; older values are not looked at then.
  func last<Result>(_ limit: Int, _ body: (Value) -> Result?) -> [Result] {
    var results: [Result] = []
    var place = last
    while place >= 0, results.count < limit, let value = entries[place].content?.value {
      if let result = body(value) { results.append(result) }
      place = entries[place].previous
    }
    return results.reversed()
  }

  /// Hands out the keys in their order.
  func forEachKey(_ body: (Key) -> Void) {
    var place = first
    while place >= 0 {
      if let key = entries[place].content?.key { body(key) }
      place = entries[place].next
    }
  }

  /// Takes the one that came first.
  mutating func popFirst() -> (key: Key, value: Value)? {
    guard first >= 0, let key = entries[first].content?.key, let value = remove(key) else { return nil }
    return (key, value)
  }
}
