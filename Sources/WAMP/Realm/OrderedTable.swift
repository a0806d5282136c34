/// Values by key that are walked in the order they came, whatever the hashes: the same input, the same output.
///
/// Every operation takes constant time, also taking the first of many.
struct OrderedTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry {
    let key: Key
    var value: Value
    var previous: Int
    var next: Int
  }

  private var places = GradualTable<Key, Int>()
  private var entries = SegmentedArray<Entry?>()
  private var free = SegmentedArray<Int>()
  private var first = -1
  private var last = -1

  var count: Int { places.count }
  var isEmpty: Bool { places.isEmpty }

  subscript(key: Key) -> Value? {
    guard let place = places[key] else { return nil }
    return entries[place]?.value
  }

  func contains(_ key: Key) -> Bool { places.contains(key) }

  /// Adds a value after all others, or changes it where it is.
  mutating func insert(_ value: Value, for key: Key) {
    if let place = places[key] {
      entries[place]?.value = value
      return
    }
    let entry = Entry(key: key, value: value, previous: last, next: -1)
    let place: Int
    if let known = free.popLast() {
      place = known
      entries[place] = entry
    } else {
      place = entries.count
      entries.append(entry)
    }
    if last >= 0 { entries[last]?.next = place } else { first = place }
    last = place
    places[key] = place
  }

  @discardableResult
  mutating func remove(_ key: Key) -> Value? {
    guard let place = places.removeValue(forKey: key), let entry = entries[place] else { return nil }
    unlink(place)
    entries[place] = nil
    free.append(place)
    // What a flood needed is given back when it is over.
    if places.isEmpty && entries.count > 1024 { self = OrderedTable() }
    return entry.value
  }

  private mutating func unlink(_ place: Int) {
    guard let entry = entries[place] else { return }
    if entry.previous >= 0 { entries[entry.previous]?.next = entry.next } else { first = entry.next }
    if entry.next >= 0 { entries[entry.next]?.previous = entry.previous } else { last = entry.previous }
  }

  /// Adds a value before all others.
  mutating func insertFirst(_ value: Value, for key: Key) {
    insert(value, for: key)
    guard let place = places[key], place != first else { return }
    unlink(place)
    entries[place]?.previous = -1
    entries[place]?.next = first
    if first >= 0 { entries[first]?.previous = place } else { last = place }
    first = place
  }

  /// What `body` makes of the last values that it makes something of, in their order.
  ///
  /// - Parameter limit: how many there may be; older values are not looked at then.
  func last<Result>(_ limit: Int, _ body: (Value) -> Result?) -> [Result] {
    var results: [Result] = []
    var place = last
    while place >= 0, results.count < limit, let entry = entries[place] {
      if let result = body(entry.value) { results.append(result) }
      place = entry.previous
    }
    return results.reversed()
  }

  /// Takes the one that came first.
  mutating func popFirst() -> (key: Key, value: Value)? {
    guard first >= 0, let key = entries[first]?.key, let value = remove(key) else { return nil }
    return (key, value)
  }
}
