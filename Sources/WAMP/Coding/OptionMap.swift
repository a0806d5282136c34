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
      while try items.next(&count) {
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
    while !items.isAtEnd {
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
    if entries.isEmpty { return nil }
    guard let index = index(of: key) else { return nil }
    entries[index].isTaken = true
    let reader = Items(source, offset: entries[index].value)
    return reader.nextKind == .null ? nil : reader
  }

  private func index(of key: String) -> Int? {
    let octets = source.bytes.octets
    let wanted = key.utf8.span
    for index in entries.indices where entries[index].key.count == wanted.count && !entries[index].isTaken {
      let start = entries[index].key.lowerBound
      var place = 0
      while place < wanted.count, octets[start &+ place] == wanted[place] { place &+= 1 }
      if place == wanted.count { return index }
    }
    return nil
  }

  /// The entries that nobody took, as they are encoded: copied only if others lie between them.
  func rest(_ encoding: ItemEncoding) -> Options {
    var runs: [Range<Int>] = []
    for entry in entries where !entry.isTaken {
      if let last = runs.last, last.upperBound == entry.start {
        runs[runs.count - 1] = last.lowerBound..<entry.end
      } else {
        runs.append(entry.start..<entry.end)
      }
    }
    if runs.isEmpty { return [:] }
    if runs.count == 1 { return Options(encoded: source.slice(runs[0]), encoding) }
    var rest: [UInt8] = []
    rest.reserveCapacity(runs.reduce(0) { $0 + $1.count })
    for run in runs { rest += Array(source.slice(run)) }
    return Options(encoded: SharedBytes(rest), encoding)
  }
}
