internal import SharedBytes

/// Options or details of a message that it has no property for.
///
/// What was received stays as it is encoded: nothing is decoded before it is asked for, and then only the
/// value that is asked for.
///
///     let agent = hello.details["x_agent"]?.stringValue
public struct Options: Sendable {
  /// The entries of a map, keys and values in turn, without what begins or ends the map.
  let encoded: SharedBytes
  let encoding: ItemEncoding

  init(encoded: SharedBytes, _ encoding: ItemEncoding) {
    self.encoded = encoded
    self.encoding = encoding
  }

  /// No options.
  public init() { self.init(encoded: SharedBytes(), .cbor) }

  public init(_ values: [String: Value]) {
    self.init(encoded: CBORFormat.entries(values), .cbor)
  }

  public var isEmpty: Bool { encoded.isEmpty }

  /// The value of an option; `nil` if there is none, or it could not be read within the usual ``ValueBudget``.
  ///
  /// Decodes anew each time. Setting one encodes the others again, and drops them if they cannot be read: only options of
  /// one's own are to be set.
  public subscript(key: String) -> Value? {
    get {
      encoding.format.value(of: key, in: self)
    }
    set {
      var values = (try? self.values()) ?? [:]
      values[key] = newValue
      self = Options(values)
    }
  }

  /// All options; decoded anew each time.
  ///
  /// - Throws: ``WAMPError/Code/invalidPayload`` if they are damaged or more than the budget allows.
  public func values(_ budget: ValueBudget = ValueBudget()) throws(WAMPError) -> [String: Value] {
    try encoding.format.values(of: self, budget)
  }
}

extension Options: ExpressibleByDictionaryLiteral {
  /// The last of several equal keys wins.
  public init(dictionaryLiteral elements: (String, Value)...) {
    if elements.isEmpty {
      self.init()
      return
    }
    self.init(Dictionary(elements, uniquingKeysWith: { _, last in last }))
  }
}

extension Options: Equatable {
  /// Whether both say the same, in whatever order and encoding.
  public static func == (left: Options, right: Options) -> Bool {
    if left.encoded == right.encoded { return left.encoding == right.encoding }
    guard let left = try? left.values(), let right = try? right.values() else { return false }
    return left == right
  }
}

extension Options: CustomStringConvertible {
  public var description: String { "\(encoded.count) bytes of options" }
}
