extension URIPatterns {
  /// Keeps a value for a pattern, in the place of the one that was there.
  package mutating func insert(_ value: Value, for pattern: String, _ match: MatchPolicy) {
    let node = node(for: pattern.utf8.span)
    let place = nodes[node].place(match)
    if place >= 0 {
      values[Int(place)] = value
      return
    }
    changes += 1
    if match != .exact { openCount += 1 }
    if let free = freeValues.popLast() {
      values[Int(free)] = value
      nodes[node].setPlace(match, free)
    } else {
      nodes[node].setPlace(match, Int32(values.count))
      values.append(value)
    }
  }

  /// Forgets a pattern and whatever of the trie only it needed.
  @discardableResult
  package mutating func remove(_ pattern: String, _ match: MatchPolicy) -> Value? {
    guard var path = path(to: pattern.utf8.span), let node = path.last else { return nil }
    let place = nodes[Int(node)].place(match)
    guard place >= 0 else { return nil }
    let value = values[Int(place)]
    values[Int(place)] = nil
    freeValues.append(place)
    nodes[Int(node)].setPlace(match, -1)
    changes += 1
    if match != .exact { openCount -= 1 }
    while path.count > 1, let last = path.popLast(), nodes[Int(last)].isUnused {
      unlink(last, from: Int(path[path.count - 1]))
    }
    return value
  }

  /// The nodes from the root to the one where a pattern ends, if there is one.
  func path(to pattern: Span<UInt8>) -> [Int32]? {
    var path: [Int32] = [0]
    var offset = 0
    while offset < pattern.count {
      guard let next = child(of: Int(path[path.count - 1]), beginningWith: pattern[offset]) else {
        return nil
      }
      let count = Int(nodes[next].count)
      guard common(next, pattern, offset) == count else { return nil }
      offset += count
      path.append(Int32(next))
    }
    return path
  }

  /// The node where a pattern ends, made if there is none.
  private mutating func node(for pattern: Span<UInt8>) -> Int {
    var node = 0
    var offset = 0
    while offset < pattern.count {
      if let next = child(of: node, beginningWith: pattern[offset]) {
        let count = common(next, pattern, offset)
        if count < Int(nodes[next].count) { split(next, at: count) }
        offset += count
        node = next
      } else {
        let count = min(Node.capacity, pattern.count - offset)
        var new = Node()
        for index in 0..<count { new.label[index] = pattern[offset + index] }
        new.count = Int32(count)
        new.nextSibling = nodes[node].firstChild
        let index = add(new)
        nodes[node].firstChild = index
        offset += count
        node = Int(index)
      }
    }
    return node
  }

  /// How many bytes of a node's label agree with a pattern from an offset on.
  private func common(_ node: Int, _ pattern: Span<UInt8>, _ offset: Int) -> Int {
    let limit = min(Int(nodes[node].count), pattern.count - offset)
    var count = 0
    while count < limit && nodes[node].label[count] == pattern[offset + count] { count += 1 }
    return count
  }

  /// Leaves a node the first bytes of its label; a new child takes the rest and all that hung there.
  private mutating func split(_ node: Int, at count: Int) {
    var lower = nodes[node]
    let rest = Int(lower.count) - count
    for index in 0..<rest { lower.label[index] = lower.label[count + index] }
    lower.count = Int32(rest)
    lower.nextSibling = -1
    let index = add(lower)
    nodes[node].count = Int32(count)
    nodes[node].firstChild = index
    for match in [MatchPolicy.exact, .prefix, .wildcard] { nodes[node].setPlace(match, -1) }
  }

  private mutating func add(_ node: Node) -> Int32 {
    guard firstFreeNode >= 0 else {
      nodes.append(node)
      return Int32(nodes.count - 1)
    }
    let index = firstFreeNode
    firstFreeNode = nodes[Int(index)].nextSibling
    nodes[Int(index)] = node
    return index
  }

  private mutating func unlink(_ node: Int32, from parent: Int) {
    let next = nodes[Int(node)].nextSibling
    if nodes[parent].firstChild == node {
      nodes[parent].firstChild = next
    } else {
      var sibling = nodes[parent].firstChild
      while nodes[Int(sibling)].nextSibling != node { sibling = nodes[Int(sibling)].nextSibling }
      nodes[Int(sibling)].nextSibling = next
    }
    nodes[Int(node)] = Node()
    nodes[Int(node)].nextSibling = firstFreeNode
    firstFreeNode = node
  }
}
