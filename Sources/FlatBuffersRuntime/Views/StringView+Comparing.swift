// Bytes are compared, as in sorted vectors and in the store's keys; Swift's own strings are equal, too, if they are
// different spellings of the same characters.
//
// The operators are no members: modules that re-export the type could not re-export those.

/// Whether both hold the same UTF-8 bytes.
@inlinable
public func == (left: borrowing StringView, right: borrowing StringView) -> Bool {
  let count = left.utf8Count
  guard count == right.utf8Count else { return false }
  return unsafe UnsafeRawBufferPointer(start: left.start, count: count)
    .elementsEqual(UnsafeRawBufferPointer(start: right.start, count: count))
}

/// Whether the bytes are the UTF-8 of `right`.
@inlinable
public func == (left: borrowing StringView, right: some StringProtocol) -> Bool {
  unsafe UnsafeRawBufferPointer(start: left.start, count: left.utf8Count)
    .elementsEqual(right.utf8)
}

/// Whether the UTF-8 bytes differ.
@inlinable
public func != (left: borrowing StringView, right: borrowing StringView) -> Bool { !(left == right) }

/// Whether the bytes are not the UTF-8 of `right`.
@inlinable
public func != (left: borrowing StringView, right: some StringProtocol) -> Bool { !(left == right) }

/// Whether `left` comes first in the order of UTF-8 bytes, which is that of Unicode's numbers.
@inlinable
public func < (left: borrowing StringView, right: borrowing StringView) -> Bool {
  unsafe UnsafeRawBufferPointer(start: left.start, count: left.utf8Count)
    .lexicographicallyPrecedes(UnsafeRawBufferPointer(start: right.start, count: right.utf8Count))
}

/// Whether `left` comes first in the order of UTF-8 bytes, which is that of Unicode's numbers.
@inlinable
public func < (left: borrowing StringView, right: some StringProtocol) -> Bool {
  unsafe UnsafeRawBufferPointer(start: left.start, count: left.utf8Count)
    .lexicographicallyPrecedes(right.utf8)
}

/// Lets `switch user.name` have strings as its cases.
@inlinable
public func ~= (pattern: some StringProtocol, view: borrowing StringView) -> Bool { view == pattern }

/// Whether there is a string and its bytes are the UTF-8 of `right`.
@inlinable
public func == (left: StringView?, right: some StringProtocol) -> Bool {
  if let left { left == right } else { false }
}

/// Whether there is no string, or its bytes are not the UTF-8 of `right`.
@inlinable
public func != (left: StringView?, right: some StringProtocol) -> Bool { !(left == right) }

extension StringView {
  /// Whether the bytes start with the UTF-8 of `prefix`.
  @inlinable
  public func hasPrefix(_ prefix: some StringProtocol) -> Bool {
    unsafe UnsafeRawBufferPointer(start: start, count: utf8Count).starts(with: prefix.utf8)
  }
}
