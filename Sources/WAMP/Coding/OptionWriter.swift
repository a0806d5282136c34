internal import SharedBytes

/// Writes options as the entries of a map, in the order of their keys, so that equal ones give equal bytes.
struct OptionWriter<Format: ListFormat> {
  private(set) var count = 0
  private var isSorted = true
  private var lastKey = ""

  mutating func begin(_ key: String, in items: inout Format.Writer) {
    if count > 0, !lastKey.utf8.lexicographicallyPrecedes(key.utf8) { isSorted = false }
    lastKey = key
    count += 1
    items.write(key: key)
  }

  /// Adds what the message has no property for. What was said before wins.
  ///
  /// - Parameter start: where the entries begin in `items`.
  mutating func finish(_ rest: Options, from start: Int, in items: inout Format.Writer) throws(FieldFault) {
    if isSorted, rest.isEmpty { return }
    let said = SharedBytes(Array(items.bytes[start...]))
    items.removeAll(from: start)
    do throws(ItemFault) {
      let known = try OptionMap<Format.Reader>(Options(encoded: said, Format.encoding))
      let others = try OptionMap<Format.Reader>(rest.encoded(as: Format.self))
      var entries: [(key: [UInt8], bytes: SharedBytes)] = []
      entries += known.entries.map { known.parts(of: $0) }
      entries += others.entries.reversed().map { others.parts(of: $0) }
      // The sort is stable: of equal keys the one that was said comes first, then the last one of the others.
      entries.sort { $0.key.lexicographicallyPrecedes($1.key) }
      count = 0
      for index in entries.indices where index == 0 || entries[index].key != entries[index - 1].key {
        items.append(entries[index].bytes)
        count += 1
      }
    } catch {
      throw FieldFault(.option, error)
    }
  }
}

extension OptionMap {
  /// The text of an entry's key and the bytes of all of it.
  fileprivate func parts(of entry: Entry) -> (key: [UInt8], bytes: SharedBytes) {
    let key = source.slice(entry.key)
    return (
      Items.text(ofKey: key.bytes.octets).map { Array($0.utf8) } ?? Array(key),
      source.slice(entry.start..<entry.end)
    )
  }
}
