/// A string in place: UTF-8 bytes in a record.
///
/// ``description`` (and `String(view)`) makes a Swift `String`; bytes that are not UTF-8 are repaired,
/// never trapped on. Valid as long as the record.
@frozen @safe
public struct StringView: ~Escapable {
  // Sound for the reason given at `TableView`.
  @usableFromInline let start: UnsafeRawPointer
  /// The number of UTF-8 bytes.
  public let utf8Count: Int

  /// - Parameter pointer: the length word.
  @inlinable @inline(__always) @unsafe @_lifetime(copy scope)
  init(_unsafe pointer: UnsafeRawPointer, scope: Scope) {
    unsafe start = pointer + 4
    utf8Count = unsafe Int(pointer.loadUnaligned(as: UInt32.self))
  }

  /// A string of the program's own: the default of a field.
  @inlinable @_lifetime(immortal)
  public init(_ literal: StaticString = "") {
    unsafe start = UnsafeRawPointer(literal.utf8Start)
    utf8Count = literal.utf8CodeUnitCount
  }

  @inlinable
  public var isEmpty: Bool { utf8Count == 0 }

  /// The UTF-8 bytes, without the terminating zero.
  @inlinable
  public var utf8: Span<UInt8> {
    @_lifetime(copy self)
    get {
      let span = unsafe Span(_unsafeStart: start.assumingMemoryBound(to: UInt8.self), count: utf8Count)
      return unsafe _overrideLifetime(span, copying: self)
    }
  }

  /// The string as a Swift `String`; a copy.
  @inlinable
  public var description: String {
    unsafe String(
      decoding: UnsafeRawBufferPointer(start: start, count: utf8Count), as: UTF8.self)
  }
}

extension String {
  /// A copy of the string; bytes that are not UTF-8 are repaired.
  @inlinable
  public init(_ view: borrowing StringView) {
    self = view.description
  }
}

extension DefaultStringInterpolation {
  /// Lets `"\(user.name)"` print a string in place.
  public mutating func appendInterpolation(_ view: borrowing StringView) {
    appendLiteral(view.description)
  }
}
