public import SharedBytes

/// The application payload of a message.
///
/// Payloads that were received share the bytes of the message, and nothing in them is decoded
/// before it is asked for.
public enum Payload: Sendable, Equatable {
  case none
  /// Positional and keyword arguments.
  case arguments(EncodedArguments)
  /// One positional argument that is binary data, and no keyword arguments: the form in which a
  /// record passes every router.
  case binaryArgument(SharedBytes)
  /// Opaque bytes with attributes that say what they are.
  case passthru(PassthruPayload)

  /// A payload of arguments; none if both are empty.
  public init(arguments list: [Value], keywords: [String: Value] = [:]) {
    if keywords.isEmpty {
      if list.isEmpty {
        self = .none
        return
      }
      if list.count == 1, case .bytes(let bytes) = list[0] {
        self = .binaryArgument(bytes)
        return
      }
    }
    self = .arguments(EncodedArguments(list, keywords: keywords))
  }

  /// Takes the payload out of a message that is written and then gone.
  mutating func take() -> Payload {
    var taken = Payload.none
    swap(&taken, &self)
    return taken
  }

  /// The decoded arguments; a passthru payload counts as one binary argument.
  ///
  /// Decodes anew each time. Binary arguments share the payload's bytes.
  public func arguments() throws(WAMPError) -> (list: [Value], keywords: [String: Value]) {
    switch self {
    case .none: return ([], [:])
    case .arguments(let encoded): return try encoded.decoded()
    case .binaryArgument(let bytes): return ([.bytes(bytes)], [:])
    case .passthru(let payload): return ([.bytes(payload.bytes)], [:])
    }
  }
}
