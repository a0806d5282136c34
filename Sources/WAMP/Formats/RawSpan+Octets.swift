extension RawSpan {
  /// The same bytes as a span of octets.
  @inlinable @inline(__always)
  var octets: Span<UInt8> {
    @_lifetime(copy self)
    get { Span<UInt8>(_bytes: self) }
  }
}
