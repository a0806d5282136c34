/// Looks which URIs a pattern covers, one after the other, as long as that does not take too long altogether.
///
/// For one pattern and many URIs, where ``URIPatterns`` is for many patterns and one URI; both say the same.
struct PatternScan {
  private let pattern: [UInt8]
  private let match: MatchPolicy
  /// How many bytes may still be compared.
  private var bytesLeft: Int

  /// - Parameter byteLimit: how many bytes may be compared; whatever comes then is taken not to be covered.
  init(for pattern: String, _ match: MatchPolicy, byteLimit: Int) {
    self.pattern = Array(pattern.utf8)
    self.match = match
    bytesLeft = byteLimit
  }

  /// Whether nothing more is compared.
  private var isOver: Bool { bytesLeft <= 0 }

  mutating func covers(_ uri: Span<UInt8>) -> Bool {
    switch match {
    case .exact: pattern.count == uri.count && hasPrefix(uri)
    case .prefix: hasPrefix(uri)
    // The empty wildcard covers URIs of any number of components.
    case .wildcard: pattern.isEmpty || hasComponents(uri)
    }
  }

  private mutating func hasPrefix(_ uri: Span<UInt8>) -> Bool {
    guard pattern.count <= uri.count else { return false }
    var offset = 0
    while offset < pattern.count, !isOver {
      bytesLeft -= 1
      guard pattern[offset] == uri[offset] else { return false }
      offset += 1
    }
    return offset == pattern.count
  }

  /// Whether each component of the pattern is that of the URI, or empty.
  private mutating func hasComponents(_ uri: Span<UInt8>) -> Bool {
    let dot = UInt8(ascii: ".")
    var (place, offset) = (0, 0)
    while !isOver {
      if place == pattern.count || pattern[place] == dot, place == 0 || pattern[place - 1] == dot {
        while offset < uri.count, uri[offset] != dot {
          bytesLeft -= 1
          offset += 1
        }
      }
      if place == pattern.count { return offset == uri.count }
      bytesLeft -= 1
      guard offset < uri.count, pattern[place] == uri[offset] else { return false }
      place += 1
      offset += 1
    }
    return false
  }
}
