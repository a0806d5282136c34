/// How lists, maps and values are encoded.
///
/// Arguments and options are kept in the encoding they came in, and change it only where they go to a peer
/// of another one.
public enum ItemEncoding: Sendable, Equatable {
  case cbor
}
