/// A value stored out of line, so that a draft may contain a draft of its own type.
@propertyWrapper
public struct Indirect<Value: Sendable & Hashable>: Sendable, Hashable {
  private indirect enum Storage: Sendable, Hashable {
    case value(Value)
  }

  private var storage: Storage

  public init(wrappedValue: Value) {
    storage = .value(wrappedValue)
  }

  public var wrappedValue: Value {
    get {
      switch storage {
      case .value(let value): value
      }
    }
    set { storage = .value(newValue) }
  }
}

extension Indirect: CustomDebugStringConvertible {
  /// The value's own.
  public var debugDescription: String { String(reflecting: wrappedValue) }
}
