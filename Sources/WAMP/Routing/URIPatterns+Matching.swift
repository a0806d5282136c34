extension URIPatterns {
  /// The values of all patterns that cover a URI, the most specific first: the exact one, prefixes from long to
  /// short, then wildcards, those first whose components on the left are given.
  package func matches(_ uri: Span<UInt8>) -> [Value] {
    var found: [Value] = []
    if let value = exact(uri) { found.append(value) }
    guard openCount > 0 else { return found }
    appendPrefixes(of: uri, to: &found)
    _ = visitWildcards(of: uri, from: Position()) {
      found.append($0)
      return false
    }
    // The empty wildcard is the root's; it covers URIs of any number of components.
    if let value = value(at: nodes[0].wildcard) { found.append(value) }
    return found
  }

  /// The value of the most specific pattern that covers a URI and is not exact: the first of ``matches(_:)`` of that kind.
  package func firstPattern(covering uri: Span<UInt8>) -> Value? {
    guard openCount > 0 else { return nil }
    if let value = longestPrefix(of: uri) { return value }
    var first: Value?
    _ = visitWildcards(of: uri, from: Position()) {
      first = $0
      return true
    }
    return first ?? value(at: nodes[0].wildcard)
  }

  private func appendPrefixes(of uri: Span<UInt8>, to found: inout [Value]) {
    let start = found.count
    visitPrefixes(of: uri) { found.append($0) }
    found[start...].reverse()
  }

  private func longestPrefix(of uri: Span<UInt8>) -> Value? {
    var longest: Value?
    visitPrefixes(of: uri) { longest = $0 }
    return longest
  }

  /// Hands out the values of the prefixes of a URI, from short to long.
  private func visitPrefixes(of uri: Span<UInt8>, _ visit: (Value) -> Void) {
    if let value = value(at: nodes[0].prefix) { visit(value) }
    var node = 0
    var offset = 0
    while offset < uri.count, let next = child(of: node, beginningWith: uri[offset]) {
      let count = Int(nodes[next].count)
      guard count <= uri.count - offset else { break }
      guard (1..<count).allSatisfy({ nodes[next].label[$0] == uri[offset + $0] }) else { break }
      offset += count
      node = next
      if let value = value(at: nodes[node].prefix) { visit(value) }
    }
  }

  /// A place in the trie and how far the URI agrees with it.
  private struct Position {
    var node = 0
    /// How many bytes of the node's label were compared.
    var index = 0
    var offset = 0
    /// Whether a component of the pattern begins here.
    var isAtComponent = true
  }

  /// Hands out the values of the wildcards that cover a URI, until `visit` wants no more.
  ///
  /// - Returns: whether `visit` was satisfied.
  private func visitWildcards(
    of uri: Span<UInt8>, from start: Position, _ visit: (Value) -> Bool
  ) -> Bool {
    var position = start
    while true {
      guard advance(&position, in: uri) else { return false }
      let node = position.node
      let open = position.isAtComponent ? child(of: node, beginningWith: UInt8(ascii: ".")) : nil
      let given = position.offset < uri.count ? child(of: node, beginningWith: uri[position.offset]) : nil
      let branch = { (next: Int) in
        var branch = position
        branch.node = next
        branch.index = 0
        return branch
      }
      if node > 0, let value = value(at: nodes[node].wildcard), isCovered(uri, position) {
        // A pattern that goes on here says the last component, which this one leaves open.
        if let given, visitWildcards(of: uri, from: branch(given), visit) { return true }
        return visit(value)
      }
      switch (given, open) {
      case (nil, nil): return false
      case (let next?, nil), (nil, let next?): position = branch(next)
      case (let given?, let open?):
        if visitWildcards(of: uri, from: branch(given), visit) { return true }
        position = branch(open)
      }
    }
  }

  /// Compares the rest of a node's label; a component that the pattern leaves open takes a whole one of the URI.
  private func advance(_ position: inout Position, in uri: Span<UInt8>) -> Bool {
    let dot = UInt8(ascii: ".")
    while position.index < Int(nodes[position.node].count) {
      let byte = nodes[position.node].label[position.index]
      if byte == dot && position.isAtComponent {
        while position.offset < uri.count && uri[position.offset] != dot { position.offset += 1 }
      }
      guard position.offset < uri.count, uri[position.offset] == byte else { return false }
      position.isAtComponent = byte == dot
      position.offset += 1
      position.index += 1
    }
    return true
  }

  /// Whether a pattern that ends here covers all of the URI.
  private func isCovered(_ uri: Span<UInt8>, _ position: Position) -> Bool {
    guard position.isAtComponent else { return position.offset == uri.count }
    return (position.offset..<uri.count).allSatisfy { uri[$0] != UInt8(ascii: ".") }
  }
}
