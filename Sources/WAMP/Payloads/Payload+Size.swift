internal import SharedBytes

extension Payload {
  /// How many bytes it keeps in memory.
  package var byteCount: Int {
    switch self {
    case .none: 0
    case .arguments(let arguments): arguments.encoded.count
    case .binaryArgument(let bytes): bytes.count
    case .passthru(let payload): payload.bytes.count
    }
  }
}
