extension String: StoreKey {
  /// Strings sort by their UTF-8 bytes; that is also the order of their Unicode scalars.
  @inlinable
  public func encode(into encoder: inout KeyEncoder) {
    encoder.append(utf8Span.span)
  }

  public init?(from decoder: inout KeyDecoder) {
    guard let text = decoder.string() else { return nil }
    self = text
  }
}
