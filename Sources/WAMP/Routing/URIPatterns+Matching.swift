extension URIPatterns {
  /// The values of all patterns that cover a URI, the most specific first: the exact one, prefixes from long to
  /// short, then wildcards, those first whose components on the left are given.
  package func matches(_ uri: Span<UInt8>) -> [Value] {
    var found: [Value] = []
    if let value = exact(uri) { found.append(value) }
    guard openCount > 0 else { return found }
    appendPrefixes(of: uri, to: &found)
    appendWildcards(of: uri, from: Position(), to: &found)
    // The empty wildcard is the root's; it covers URIs of any number of components.
    if let value = value(at: nodes[0].wildcard) { found.append(value) }
    return found
  }

  private func appendPrefixes(of uri: Span<UInt8>, to found: inout [Value]) {
    let start = found.count
    if let value = value(at: nodes[0].prefix) { found.append(value) }
    var node = 0
    var offset = 0
    while offset < uri.count, let next = child(of: node, beginningWith: uri[offset]) {
      let count = Int(nodes[next].count)
      guard count <= uri.count - offset else { break }
      guard (1..<count).allSatisfy({ nodes[next].label[$0] == uri[offset + $0] }) else { break }
      offset += count
      node = next
      if let value = value(at: nodes[node].prefix) { found.append(value) }
    }
    found[start...].reverse()
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

  private func appendWildcards(of uri: Span<UInt8>, from start: Position, to found: inout [Value]) {
    var position = start
    while true {
      guard advance(&position, in: uri) else { return }
      let node = position.node
      if node > 0, let value = value(at: nodes[node].wildcard), isCovered(uri, position) {
        found.append(value)
      }
      let open = position.isAtComponent ? child(of: node, beginningWith: UInt8(ascii: ".")) : nil
      let given = position.offset < uri.count ? child(of: node, beginningWith: uri[position.offset]) : nil
      switch (given, open) {
      case (nil, nil): return
      case (let next?, nil), (nil, let next?):
        position.node = next
        position.index = 0
      case (let given?, let open?):
        var branch = position
        branch.node = given
        branch.index = 0
        appendWildcards(of: uri, from: branch, to: &found)
        position.node = open
        position.index = 0
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
