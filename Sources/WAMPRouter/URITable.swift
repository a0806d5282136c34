/// Values by URI, found by the URI's bytes as they lie in a message: no `String` is made.
struct URITable<Value> {
  private struct Entry {
    let uri: [UInt8]
    let value: Value
  }

  private var buckets: [[Entry]] = []
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func insert(_ uri: String, _ value: Value) {
    let entries =
      buckets.joined().filter { $0.uri != Array(uri.utf8) } + [Entry(uri: Array(uri.utf8), value: value)]
    count = entries.count
    var size = 16
    while size < count * 2 { size *= 2 }
    buckets = Array(repeating: [], count: size)
    for entry in entries { buckets[URITable.hash(entry.uri.span) & (size - 1)].append(entry) }
  }

  func find(_ uri: String) -> Value? {
    find(Array(uri.utf8).span)
  }

  @inline(__always)
  func find(_ uri: Span<UInt8>) -> Value? {
    guard count > 0 else { return nil }
    for entry in buckets[URITable.hash(uri) & (buckets.count - 1)] where entry.uri.count == uri.count {
      if URITable.isEqual(entry.uri.span, uri) { return entry.value }
    }
    return nil
  }

  /// The length and the last bytes: URIs of one service differ at their end.
  @inline(__always)
  private static func hash(_ uri: Span<UInt8>) -> Int {
    var hash = uri.count
    var index = max(0, uri.count &- 8)
    while index < uri.count {
      hash = hash &* 31 &+ Int(uri[index])
      index &+= 1
    }
    return hash ^ (hash >> 7)
  }

  @inline(__always)
  private static func isEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }
}
