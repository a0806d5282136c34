/// A value stored inline in a table, struct or vector: a scalar, an enum or a FlatBuffers struct.
public protocol FlatValue: Hashable, Sendable, Codable {
  /// The number of bytes one value takes, padding included.
  static var byteCount: Int { get }
  /// The alignment its offset in a buffer must have.
  static var alignment: Int { get }
  /// The alignment the elements of a vector must have to be handed out as a `Span`; 1 where they are not.
  static var spanAlignment: Int { get }
  /// Reads the value.
  init(_ place: InlineView)
  /// Writes the value.
  func store(to place: inout InlinePlace)
}

extension FlatValue {
  @inlinable public static var spanAlignment: Int { 1 }
}

/// The bytes of one inline value in verified bytes.
@frozen @safe
public struct InlineView: ~Escapable {
  // Sound because views of verified bytes make these, for values the verifier found in range.
  @usableFromInline let pointer: UnsafeRawPointer

  @inlinable @inline(__always) @unsafe @_lifetime(copy scope)
  init(_unsafe pointer: UnsafeRawPointer, scope: Scope) {
    unsafe self.pointer = pointer
  }

  /// The value of a member of a struct.
  ///
  /// - Parameter offset: the member's offset as laid out by the schema compiler, within the struct.
  @inlinable @inline(__always)
  public func value<T: FlatValue>(at offset: Int) -> T {
    unsafe T(InlineView(_unsafe: pointer + offset, scope: Scope(_immortal: ())))
  }

  @inlinable @inline(__always)
  func load<T: BitwiseCopyable>(as type: T.Type) -> T {
    unsafe pointer.loadUnaligned(as: type)
  }
}

/// Room for one inline value in a buffer under construction.
@frozen @safe
public struct InlinePlace: ~Copyable, ~Escapable {
  // Sound because the builder makes these over bytes it reserved and zeroed for the value's type.
  @usableFromInline let pointer: UnsafeMutableRawPointer

  @inlinable @inline(__always) @unsafe @_lifetime(immortal)
  init(_unsafe pointer: UnsafeMutableRawPointer) {
    unsafe self.pointer = pointer
  }

  /// Writes a member of a struct at its offset in the struct.
  @inlinable @inline(__always)
  public mutating func store<T: FlatValue>(_ value: T, at offset: Int) {
    var place = unsafe InlinePlace(_unsafe: pointer + offset)
    value.store(to: &place)
  }

  @inlinable @inline(__always)
  mutating func store<T: BitwiseCopyable>(bits value: T) {
    unsafe pointer.storeBytes(of: value, as: T.self)
  }
}
