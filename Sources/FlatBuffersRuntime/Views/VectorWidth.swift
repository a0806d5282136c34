/// How wide the offset of a vector of bytes and its count are.
@frozen
public enum VectorWidth: Sendable {
  /// 32 bits each, as usual.
  case standard
  /// An offset of 64 bits: the attribute `offset64`.
  case offset64
  /// 64 bits each: the attribute `vector64`.
  case vector64
}
