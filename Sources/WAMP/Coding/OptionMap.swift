internal import SharedBytes

/// A map of options or details as it was received: entries are noted, and read when they are asked for.
struct OptionMap<Items: ItemReader> {
  /// More options than any message of the specification could have; a map of millions would cost as many
  /// notes.
  static var maximumCount: Int { 256 }
  /// How many there are at most in the messages of most peers: room that is made at once.
  private static var usualCount: Int { 4 }
  /// How long a list among the options can be.
  static var maximumListCount: Int { 16_384 }

  struct Entry {
    let start: Int
    let key: Range<Int>
    let value: Int
    let end: Int
    var isTaken = false
  }

  private(set) var entries: [Entry] = []
  private(set) var source = SharedBytes()

  /// No options.
  init() {}

  /// Notes the entries of the map that is next.
  init(_ items: inout Items, _ what: String) throws(FieldFault) {
    do throws(ItemFault) {
      let start = items.offset
      var judge = ItemJudge.ofOptions
      var count = try items.beginMap(what)
      while try items.next(&count, &judge) {
        let entry = items.offset
        let key = try items.readKey()
        let value = items.offset
        try items.skipItem(&judge)
        guard entries.count < Self.maximumCount else {
          throw items.fault("more than \(Self.maximumCount) \(what)", at: start)
        }
        if entries.isEmpty { entries.reserveCapacity(Self.usualCount) }
        entries.append(Entry(start: entry, key: key, value: value, end: items.offset))
      }
    } catch {
      throw FieldFault(.structure, error)
    }
    if !entries.isEmpty { source = items.source }
  }

  /// Notes the entries of a map's content.
  init(_ options: Options) throws(ItemFault) {
    var items = Items(options.encoded, offset: 0)
    var count = ItemCount.untilSourceEnds
    while try items.next(&count) {
      let entry = items.offset
      let key = try items.readKey()
      let value = items.offset
      try items.skipItem()
      entries.append(Entry(start: entry, key: key, value: value, end: items.offset))
    }
    source = options.encoded
  }

  var isEmpty: Bool { entries.isEmpty }

  /// A reader of the value of a key; `nil` if it is not there, or null.
  mutating func take(_ key: String) throws(FieldFault) -> Items? {
    guard let reader = entry(key), reader.nextKind != .null else { return nil }
    return reader
  }

  /// A reader of the value of a key; `nil` if it is not there. Of several equal keys the last one counts.
  mutating func entry(_ key: String) -> Items? {
    if entries.isEmpty { return nil }
    var found: Int?
    for index in entries.indices where isKey(entries[index].key, key) {
      entries[index].isTaken = true
      found = index
    }
    return found.map { Items(source, offset: entries[$0].value) }
  }

  @inline(__always)
  private func isKey(_ place: Range<Int>, _ key: String) -> Bool {
    Items.isKey(source.bytes.octets.extracting(place), key.utf8.span)
  }

  /// The entries that nobody took, as they are encoded: copied only if others lie between them.
  func rest(_ encoding: ItemEncoding) -> Options {
    var runs: [Range<Int>] = []
    var following = 0
    for (index, entry) in entries.enumerated() where !entry.isTaken {
      if let last = runs.last, following == index {
        runs[runs.count - 1] = last.lowerBound..<entry.end
      } else {
        runs.append(entry.start..<entry.end)
      }
      following = index + 1
    }
    if runs.isEmpty { return [:] }
    if runs.count == 1 { return Options(encoded: source.slice(runs[0]), encoding) }
    var rest: [UInt8] = []
    rest.reserveCapacity(runs.reduce(0) { $0 + $1.count })
    for run in runs {
      if !rest.isEmpty { rest += Items.separator }
      rest += Array(source.slice(run))
    }
    return Options(encoded: SharedBytes(rest), encoding)
  }
}
