/// Rows in the order of their keys: what a table is, without pages.
struct SortedRows<Key: Comparable, Row: Equatable>: Equatable {
  private(set) var keys: [Key] = []
  private(set) var rows: [Row] = []

  var count: Int { keys.count }

  subscript(key: Key) -> Row? {
    get {
      let place = place(of: key)
      return place < keys.count && keys[place] == key ? rows[place] : nil
    }
    set {
      let place = place(of: key)
      let exists = place < keys.count && keys[place] == key
      switch (exists, newValue) {
      case (true, let row?): rows[place] = row
      case (true, nil):
        keys.remove(at: place)
        rows.remove(at: place)
      case (false, let row?):
        keys.insert(key, at: place)
        rows.insert(row, at: place)
      case (false, nil): break
      }
    }
  }

  /// Where a key is, or would be.
  private func place(of key: Key) -> Int {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
