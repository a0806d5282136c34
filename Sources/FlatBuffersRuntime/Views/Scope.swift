/// A lifetime and nothing else: the bytes behind a view live as long as this token.
///
/// Zero bytes in size. A view built from a scope cannot outlive what the scope was derived from; the
/// compiler rejects code that tries.
@frozen @usableFromInline
struct Scope: ~Escapable {
  /// A scope that never ends, to be narrowed with `_overrideLifetime`.
  @inlinable @inline(__always) @_lifetime(immortal)
  init(_immortal: Void) {}

  /// The lifetime of `bytes`.
  @inlinable @inline(__always) @_lifetime(copy bytes)
  init(_ bytes: RawSpan) {}
}
