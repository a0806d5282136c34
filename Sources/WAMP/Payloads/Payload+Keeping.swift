internal import SharedBytes

extension Payload {
  /// How many bytes it keeps in memory, apart from what they lie in.
  package var byteCount: Int { bytes.count }

  /// The payload with bytes of its own, if they are few; see `SharedBytes.detached`.
  package var detached: Payload {
    let copy = bytes.detached
    switch self {
    case .none: return .none
    case .arguments(let arguments):
      return .arguments(
        EncodedArguments(
          encoded: copy, listLength: arguments.listLength, keywordsStart: arguments.keywordsStart,
          arguments.encoding))
    case .binaryArgument: return .binaryArgument(copy)
    case .passthru(var payload):
      payload.bytes = copy
      return .passthru(payload)
    }
  }

  private var bytes: SharedBytes {
    switch self {
    case .none: SharedBytes()
    case .arguments(let arguments): arguments.encoded
    case .binaryArgument(let bytes): bytes
    case .passthru(let payload): payload.bytes
    }
  }
}
