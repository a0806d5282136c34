internal import SharedBytes

extension Payload {
  /// How many bytes it keeps in memory, apart from what they lie in.
  package var byteCount: Int { bytes.count }

  /// The payload with bytes of its own, if they are few.
  ///
  /// A small message shares the memory of all that was read from the connection with it. Who keeps it for
  /// long would keep 64 KiB for a few bytes; large ones are worth what they hold.
  package var detached: Payload {
    guard byteCount > 0, byteCount < Payload.worthSharing else { return self }
    let copy = SharedBytes(copying: bytes.bytes)
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

  private static var worthSharing: Int { 16 * 1024 }

  private var bytes: SharedBytes {
    switch self {
    case .none: SharedBytes()
    case .arguments(let arguments): arguments.encoded
    case .binaryArgument(let bytes): bytes
    case .passthru(let payload): payload.bytes
    }
  }
}
