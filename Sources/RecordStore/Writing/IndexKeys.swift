import FlatBuffersRuntime

/// The keys that one record has in the indexes of its table.
///
/// In an index that is not unique the primary key follows the index key, so that records with equal
/// keys have entries of their own.
struct IndexKeys {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  init(
    _ table: OpenTables.TableEntry, primary: RawSpan, _ record: borrowing TableView
  ) throws(StoreError) {
    var encoder = KeyEncoder()
    for index in table.indexes {
      encoder.removeAll()
      index.definition.encodeKey(copy record, &encoder)
      if !encoder.isEmpty, !index.definition.isUnique { encoder.append(encoded: primary) }
      guard !encoder.isTooLong else {
        throw StoreError(
          .key,
          "index \(table.definition.name)/\(index.definition.name): the key"
            + (index.definition.isUnique ? "" : " together with the primary key")
            + " takes more than \(KeyEncoder.limit) bytes",
          table: table.definition.name, index: index.definition.name, key: table.text(of: primary))
      }
      bytes += [UInt8](encoder.bytes)
      ends.append(bytes.count)
    }
  }

  /// The key in the index at `position` in the table's list; empty if the record is not in that index.
  subscript(position: Int) -> RawSpan {
    @_lifetime(borrow self)
    get {
      let start = position == 0 ? 0 : ends[position - 1]
      // Bytes have no padding that could be read uninitialised.
      return unsafe bytes.span.bytes.extracting(start..<ends[position])
    }
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
}
