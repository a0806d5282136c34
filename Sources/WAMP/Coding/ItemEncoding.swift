/// How lists, maps and values are encoded.
///
/// Arguments and options are kept in the encoding they came in, and change it only where they go to a peer
/// of another one.
public enum ItemEncoding: Sendable, Equatable, CaseIterable {
  case cbor
  case messagePack
  case json
}

extension ItemEncoding {
  /// What reads and writes it.
  var format: any ListFormat.Type {
    switch self {
    case .cbor: CBORFormat.self
    case .messagePack: MessagePackFormat.self
    case .json: JSONFormat.self
    }
  }
}
