extension TableVector where Element: KeyedTable & ~Escapable {
  /// The element with a key, or `nil` if there is none.
  ///
  /// The vector must be sorted by key, as from ``Swift/Array/sortedByKey()`` or by another builder; in one that
  /// is not, elements may be missed.
  ///
  /// - Complexity: O(log n).
  @_lifetime(copy self)
  public func first(withKey key: Element.Draft.Key) -> Element? {
    guard let index = binarySearch(count, { self[$0].compareKey(to: key) }) else { return nil }
    return self[index]
  }
}

extension FlatVector where Element: KeyedValue {
  /// The element with a key, or `nil` if there is none.
  ///
  /// The vector must be sorted by key, as from ``Swift/Array/sortedByKey()`` or by another builder; in one that
  /// is not, elements may be missed.
  ///
  /// - Complexity: O(log n).
  public func first(withKey key: Element.Key) -> Element? {
    binarySearch(count) { self[$0].sortingKey.compare(to: key) }.map { self[$0] }
  }
}

/// The index that `compare` is 0 for: negative for those before it, positive for those after it.
private func binarySearch(_ count: Int, _ compare: (Int) -> Int) -> Int? {
  var low = 0
  var high = count
  while low < high {
    let middle = (low + high) / 2
    let order = compare(middle)
    if order == 0 { return middle }
    if order < 0 { low = middle + 1 } else { high = middle }
  }
  return nil
}

extension Array where Element: KeyedDraft {
  /// The drafts in the order of their keys, so that the vector they become can be searched.
  public func sortedByKey() -> [Element] { sorted { $0.sortingKey.precedes($1.sortingKey) } }
}

extension Array where Element: KeyedValue {
  /// The structs in the order of their keys, so that the vector they become can be searched.
  public func sortedByKey() -> [Element] { sorted { $0.sortingKey.precedes($1.sortingKey) } }
}
