public import SharedBytes

/// The application payload of a message.
///
/// Payloads that were received share the bytes of the message, and nothing in them is decoded
/// before it is asked for.
public enum Payload: Sendable {
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
    try arguments(ValueBudget())
  }

  /// - Parameter budget: how many values may be made, of the positional and of the keyword arguments each.
  func arguments(
    _ budget: ValueBudget
  ) throws(WAMPError) -> (list: [Value], keywords: [String: Value]) {
    switch self {
    case .none: return ([], [:])
    case .arguments(let encoded): return try encoded.decoded(budget)
    case .binaryArgument(let bytes): return ([.bytes(bytes)], [:])
    case .passthru(let payload): return ([.bytes(payload.bytes)], [:])
    }
  }
}

extension Payload: Equatable {
  /// Whether both say the same, in whatever encoding: in JSON binary data is an argument like others.
  public static func == (left: Payload, right: Payload) -> Bool {
    switch (left, right) {
    case (.none, .none): true
    case (.arguments(let left), .arguments(let right)): left == right
    case (.binaryArgument(let left), .binaryArgument(let right)): left == right
    case (.passthru(let left), .passthru(let right)): left == right
    case (.arguments(let arguments), .binaryArgument(let bytes)),
      (.binaryArgument(let bytes), .arguments(let arguments)):
      arguments.onlyBytes == bytes
    default: false
    }
  }
}
