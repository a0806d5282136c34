/// A value that a program of zLMDB stored as CBOR or JSON.
public indirect enum SlotValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int128)
  case real(Double)
  case string(String)
  case bytes([UInt8])
  case array([SlotValue])
  /// The members in the order in which they are stored; in JSON all keys are strings.
  case map([Member])
  /// A value of CBOR with a number that says how it is meant, such as 37 for the bytes of a UUID.
  case tagged(UInt64, SlotValue)

  /// A key of a map and what it stands for.
  public struct Member: Sendable, Equatable {
    public let key: SlotValue
    public let value: SlotValue

    public init(key: SlotValue, value: SlotValue) {
      self.key = key
      self.value = value
    }
  }

  /// The first member of a map under a name; `nil` if there is none, or this is no map.
  public subscript(name: String) -> SlotValue? {
    guard case .map(let members) = self else { return nil }
    return members.first { $0.key == .string(name) }?.value
  }

  /// The text of a string; `nil` for other values.
  public var text: String? { if case .string(let text) = self { text } else { nil } }
}

/// How the values of a table are to be read; a file does not say.
public enum SlotFormat: Sendable {
  case cbor
  case json
  /// UTF-8.
  case text
  /// As they are stored.
  case bytes
}
