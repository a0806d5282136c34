/// Values of a FlexBuffer under names, in the order of the names' UTF-8 bytes.
///
/// Names are told apart by their bytes, as everywhere in the format: not as Swift compares strings.
public struct FlexMap: Sendable, Hashable {
  /// A name and what stands under it.
  public struct Entry: Sendable, Hashable {
    public let key: String
    public var value: FlexValue

    public static func == (left: Entry, right: Entry) -> Bool {
      StringKey(left.key) == StringKey(right.key) && left.value == right.value
    }
  }

  /// All entries, sorted, each name once.
  public private(set) var entries: [Entry] = []

  /// An empty map.
  public init() {}

  /// A map of entries in any order; of those with one name, the last.
  ///
  /// - Complexity: that of sorting.
  public init(_ entries: [(key: String, value: FlexValue)]) {
    // By their places, too: sorting need not keep the order of equal ones.
    let sorted = entries.enumerated().sorted { left, right in
      if StringKey(left.element.key) == StringKey(right.element.key) { return left.offset < right.offset }
      return left.element.key.utf8.lexicographicallyPrecedes(right.element.key.utf8)
    }
    self.entries.reserveCapacity(sorted.count)
    for (_, entry) in sorted {
      if let last = self.entries.last, StringKey(last.key) == StringKey(entry.key) {
        self.entries.removeLast()
      }
      self.entries.append(Entry(key: entry.key, value: entry.value))
    }
  }

  /// The number of entries.
  public var count: Int { entries.count }

  /// The value under a name; to set `nil` removes it.
  ///
  /// - Complexity: logarithmic to read, linear to add or remove.
  public subscript(key: String) -> FlexValue? {
    get {
      let place = place(of: key)
      return place.isFound ? entries[place.index].value : nil
    }
    set {
      let place = place(of: key)
      switch (place.isFound, newValue) {
      case (true, let value?): entries[place.index].value = value
      case (true, nil): entries.remove(at: place.index)
      case (false, let value?): entries.insert(Entry(key: key, value: value), at: place.index)
      case (false, nil): break
      }
    }
  }

  private func place(of key: String) -> (index: Int, isFound: Bool) {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      let found = entries[middle].key
      if StringKey(found) == StringKey(key) { return (middle, true) }
      if found.utf8.lexicographicallyPrecedes(key.utf8) { low = middle + 1 } else { high = middle }
    }
    return (low, false)
  }
}

extension FlexMap: ExpressibleByDictionaryLiteral {
  /// Of a name that stands there twice, the last value counts.
  public init(dictionaryLiteral elements: (String, FlexValue)...) {
    self.init(elements.map { (key: $0.0, value: $0.1) })
  }
}
