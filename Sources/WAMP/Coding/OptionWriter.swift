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
      for map in [known, others] { entries += map.entries.map { map.parts(of: $0) } }
      // The sort is stable: of equal keys the one that was said comes first.
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
  /// The bytes of an entry's key and of all of it.
  fileprivate func parts(of entry: Entry) -> (key: [UInt8], bytes: SharedBytes) {
    (Array(source.slice(entry.key)), source.slice(entry.start..<entry.end))
  }
}

extension Options {
  /// The options in another format, as they are if it is theirs.
  func encoded<Format: ListFormat>(as format: Format.Type) throws(ItemFault) -> Options {
    if encoding == format.encoding { return self }
    guard let values = try? values() else {
      throw ItemFault(offset: 0, reason: "options that cannot be read")
    }
    return Options(encoded: format.entries(values), format.encoding)
  }
}
