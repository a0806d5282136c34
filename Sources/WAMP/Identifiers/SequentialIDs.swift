/// Hands out identifiers 1, 2, 3 …, starting over after 2^53.
package struct SequentialIDs<ID: WAMPIdentifier>: Sendable {
  private var last: UInt64 = 0

  package init() {}

  package mutating func next() -> ID {
    last = last == ID.maximum ? 1 : last + 1
    return ID(rawValue: last)
  }

  /// Takes back the identifier that was handed out last, as nobody has seen it: peers expect no gaps.
  mutating func takeBack(_ id: ID) {
    if id.rawValue == last { last -= 1 }
  }
}
