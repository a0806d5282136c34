extension URIPatterns {
  /// All patterns with their values, in no order that means something.
  package var all: [(pattern: URIPattern, value: Value)] {
    var found: [(pattern: URIPattern, value: Value)] = []
    found.reserveCapacity(count)
    /// Nodes that were not looked at yet, with what the labels above them say.
    var open: [(node: Int, head: [UInt8])] = [(0, [])]
    while let (number, head) = open.popLast() {
      let node = nodes[number]
      let text = head + (0..<Int(node.count)).map { node.label[$0] }
      for match in [MatchPolicy.exact, .prefix, .wildcard] {
        guard let value = value(at: node.place(match)) else { continue }
        found.append((URIPattern(String(decoding: text, as: UTF8.self), match), value))
      }
      var child = node.firstChild
      while child >= 0 {
        open.append((Int(child), text))
        child = nodes[Int(child)].nextSibling
      }
    }
    return found
  }
}
