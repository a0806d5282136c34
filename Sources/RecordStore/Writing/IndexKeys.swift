import FlatBuffersRuntime

/// The keys that one record has in the indexes of its table, in each sorted and none twice.
///
/// In an index that is not unique the primary key follows the index key, so that records with equal
/// keys have entries of their own.
struct IndexKeys {
  private var bytes: [UInt8] = []
  /// Where each key ends in the bytes.
  private var keyEnds: [Int] = []
  /// How many keys there are in the indexes up to each.
  private var indexEnds: [Int] = []

  init(
    _ table: OpenTables.TableEntry, primary: RawSpan, _ record: borrowing TableView
  ) throws(StoreError) {
    var encoder = KeyEncoder()
    for index in table.indexes {
      let count = index.definition.source.count(copy record)
      for element in 0..<count {
        encoder.removeAll()
        index.definition.source.encode(copy record, element, &encoder)
        if encoder.isEmpty { continue }
        if !index.definition.isUnique { encoder.append(encoded: primary) }
        guard !encoder.isTooLong else {
          throw StoreError(
            .key,
            "index \(table.definition.name)/\(index.definition.name): the key"
              + (index.definition.isUnique ? "" : " together with the primary key")
              + " takes more than \(KeyEncoder.limit) bytes",
            table: table.definition.name, index: index.definition.name, key: table.text(of: primary))
        }
        unsafe encoder.bytes.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        keyEnds.append(bytes.count)
      }
      if count > 1 { sortKeys(from: indexEnds.last ?? 0) }
      indexEnds.append(keyEnds.count)
    }
  }

  /// Sorts the keys from a position on, and leaves each of equal ones out but the first.
  private mutating func sortKeys(from start: Int) {
    var keys: [[UInt8]] = []
    for position in start..<keyEnds.count { keys.append([UInt8](self[key: position])) }
    keys.sort { $0.lexicographicallyPrecedes($1) }
    bytes.removeSubrange((start == 0 ? 0 : keyEnds[start - 1])...)
    keyEnds.removeSubrange(start...)
    var last: [UInt8]?
    for key in keys where key != last {
      bytes += key
      keyEnds.append(bytes.count)
      last = key
    }
  }

  /// The positions of the keys in the index at `position` in the table's list.
  func keys(in position: Int) -> Range<Int> {
    (position == 0 ? 0 : indexEnds[position - 1])..<indexEnds[position]
  }

  /// A key by its position.
  subscript(key position: Int) -> RawSpan {
    @_lifetime(borrow self)
    get {
      let start = position == 0 ? 0 : keyEnds[position - 1]
      // Bytes have no padding that could be read uninitialised.
      return unsafe bytes.span.bytes.extracting(start..<keyEnds[position])
    }
  }

  /// Whether both records have the same keys in the index at `position`.
  func areSame(as other: IndexKeys, in position: Int) -> Bool {
    let (own, theirs) = (bytes(in: position), other.bytes(in: position))
    // No key is the beginning of another, so the same bytes are the same keys.
    return own.holdsSameBytes(as: theirs)
  }

  /// The bytes of all keys in an index.
  @_lifetime(borrow self)
  private func bytes(in position: Int) -> RawSpan {
    let keys = keys(in: position)
    let start = keys.lowerBound == 0 ? 0 : keyEnds[keys.lowerBound - 1]
    let end = keys.upperBound == 0 ? 0 : keyEnds[keys.upperBound - 1]
    // Bytes have no padding that could be read uninitialised.
    return unsafe bytes.span.bytes.extracting(start..<end)
  }

  /// Whether the index at `position` has a key.
  func contains(_ key: RawSpan, in position: Int) -> Bool {
    var keys = keys(in: position)
    while !keys.isEmpty {
      let middle = keys.lowerBound + keys.count / 2
      if self[key: middle].holdsSameBytes(as: key) { return true }
      keys = self[key: middle].precedes(key) ? middle + 1..<keys.upperBound : keys.lowerBound..<middle
    }
    return false
  }
}

extension RawSpan {
  /// Whether both hold the same bytes.
  func holdsSameBytes(as other: RawSpan) -> Bool {
    guard byteCount == other.byteCount else { return false }
    return unsafe withUnsafeBytes { own in
      unsafe other.withUnsafeBytes { unsafe own.elementsEqual($0) }
    }
  }

  /// Whether these bytes sort before others.
  func precedes(_ other: RawSpan) -> Bool {
    unsafe withUnsafeBytes { own in
      unsafe other.withUnsafeBytes { unsafe own.lexicographicallyPrecedes($0) }
    }
  }
}
