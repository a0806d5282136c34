/// Immutable bytes together with whatever keeps them alive.
///
/// This is the one currency between the store and the wire: a record pinned in a database, a slice
/// of a received frame and a freshly built message are all `SharedBytes`. Copying the value shares
/// the bytes; ``slice(_:)`` shares them too. The bytes stay valid as long as any copy exists.
///
/// Unchecked `Sendable`, and safe, because the memory is immutable and `owner`, which keeps it alive
/// as long as this value lives, is only retained and released.
@frozen @safe
public struct SharedBytes: @unchecked Sendable {
  @usableFromInline let start: UnsafeRawPointer
  /// The number of bytes.
  public let count: Int
  @usableFromInline let owner: AnyObject?

  /// No bytes.
  @inlinable
  public init() {
    unsafe start = UnsafeRawPointer(bitPattern: 16)!
    count = 0
    owner = nil
  }

  /// Borrows bytes that `owner` keeps alive.
  ///
  /// - Parameters:
  ///   - unsafeStart: the first byte. It must stay readable and unchanged until the last reference
  ///     to `owner` is gone.
  ///   - count: the number of bytes.
  ///   - owner: released, on any thread, when the last slice of these bytes goes.
  @inlinable @unsafe
  public init(unsafeStart: UnsafeRawPointer, count: Int, keptAliveBy owner: AnyObject?) {
    unsafe start = unsafeStart
    self.count = count
    self.owner = owner
  }

  @inlinable public var isEmpty: Bool { count == 0 }

  /// The bytes, valid as long as this value.
  @inlinable
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      let span = unsafe RawSpan(_unsafeStart: start, byteCount: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// A part of the bytes that shares their owner.
  ///
  /// - Precondition: `range` lies within `0..<count`.
  @inlinable
  public func slice(_ range: Range<Int>) -> SharedBytes {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "slice outside the bytes")
    return unsafe SharedBytes(
      unsafeStart: start + range.lowerBound, count: range.count, keptAliveBy: owner)
  }

  /// The part of the bytes that `part` views, sharing their owner; a copy if it lies elsewhere.
  @inlinable
  public func slice(viewing part: RawSpan) -> SharedBytes {
    unsafe part.withUnsafeBytes { part in
      guard let first = part.baseAddress else { return SharedBytes() }
      let offset = unsafe first - start
      guard offset >= 0, offset <= count - part.count else {
        return SharedBytes(copying: unsafe part.bytes)
      }
      return slice(offset..<(offset + part.count))
    }
  }

  /// Calls `body` with the bytes; the buffer is valid during the call only.
  @inlinable @unsafe
  public func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    defer { extendLifetime(self) }
    return try unsafe body(UnsafeRawBufferPointer(start: start, count: count))
  }
}

extension SharedBytes {
  /// What keeps the bytes alive; `nil` only for no bytes or bytes that live for ever.
  package var keepAlive: AnyObject? { owner }
}
