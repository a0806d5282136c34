/// A position in a list format, for the fast path: nothing is allocated, every load is checked.
///
/// Only the kinds of items that a plain message has are known; what is anything else is left to the general reader.
protocol ItemCursor: ~Escapable {
  var isAtEnd: Bool { get }
  /// Steps over bytes if they are next.
  @_lifetime(self: copy self)
  mutating func skip(_ expected: [UInt8]) -> Bool
  @_lifetime(self: copy self)
  mutating func unsigned() -> UInt64?
  /// Steps over a string and tells where its content lies.
  @_lifetime(self: copy self)
  mutating func text() -> Range<Int>?
  /// Steps over binary data and tells where it lies.
  @_lifetime(self: copy self)
  mutating func data() -> Range<Int>?
}
