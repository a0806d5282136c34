/// Values by patterns of URIs: exact ones, prefixes and wildcards in one trie of bytes.
///
/// A look-up walks the URI's bytes; what it costs does not depend on how many patterns there are. Where a wildcard
/// component is possible, both ways are walked, so each wildcard component of the stored patterns may double the
/// steps, up to the number of patterns that agree with the URI so far. A value with storage of its own: a copy is
/// a snapshot.
///
/// Patterns must be valid by `URI.fault(inPattern:for:)`: a dot where a component begins then only ever means
/// a component that is left open.
package struct URIPatterns<Value: Sendable>: Sendable {
  /// A piece of the patterns that go through it. Longer pieces are chains of nodes, so that a node has one size and
  /// needs no storage of its own.
  struct Node: Sendable {
    static var capacity: Int { 16 }

    var label = InlineArray<16, UInt8>(repeating: 0)
    var count: Int32 = 0
    var firstChild: Int32 = -1
    var nextSibling: Int32 = -1
    /// Where the values of the patterns that end here lie; negative where there is none.
    var exact: Int32 = -1
    var prefix: Int32 = -1
    var wildcard: Int32 = -1

    var isUnused: Bool { firstChild < 0 && exact < 0 && prefix < 0 && wildcard < 0 }
  }

  var nodes = [Node()]
  var values: [Value?] = []
  /// The first node that may be used again; they are chained as siblings.
  var firstFreeNode: Int32 = -1
  var freeValues: [Int32] = []
  /// How many patterns there are that are not exact.
  var openCount = 0
  /// Grows with each pattern that comes or goes.
  package internal(set) var changes = 0

  package init() {}

  /// How many patterns there are.
  package var count: Int { values.count - freeValues.count }

  package var isEmpty: Bool { count == 0 }

  /// How many pieces the patterns consist of: what looking through all of them takes.
  var nodeCount: Int { nodes.count }

  /// The value of exactly this pattern and policy.
  package subscript(pattern: String, match: MatchPolicy) -> Value? {
    guard let node = path(to: pattern.utf8.span)?.last else { return nil }
    return value(at: nodes[Int(node)].place(match))
  }

  /// The value of the exact pattern that a URI is.
  @inline(__always)
  package func exact(_ uri: Span<UInt8>) -> Value? {
    let nodes = nodes.span
    var node = 0
    var offset = 0
    while offset < uri.count {
      let first = uri[offset]
      var next = nodes[node].firstChild
      while next >= 0 && nodes[Int(next)].label[0] != first { next = nodes[Int(next)].nextSibling }
      guard next >= 0 else { return nil }
      node = Int(next)
      let label = nodes[node].label
      let count = Int(nodes[node].count)
      guard uri.has(label.span.extracting(first: count), at: offset) else { return nil }
      offset &+= count
    }
    return value(at: nodes[node].exact)
  }

  @inline(__always)
  func value(at place: Int32) -> Value? { place < 0 ? nil : values[Int(place)] }

  @inline(__always)
  func child(of node: Int, beginningWith byte: UInt8) -> Int? {
    var next = nodes[node].firstChild
    while next >= 0 {
      if nodes[Int(next)].label[0] == byte { return Int(next) }
      next = nodes[Int(next)].nextSibling
    }
    return nil
  }
}

extension URIPatterns.Node {
  func place(_ match: MatchPolicy) -> Int32 {
    switch match {
    case .exact: exact
    case .prefix: prefix
    case .wildcard: wildcard
    }
  }

  mutating func setPlace(_ match: MatchPolicy, _ place: Int32) {
    switch match {
    case .exact: exact = place
    case .prefix: prefix = place
    case .wildcard: wildcard = place
    }
  }
}
