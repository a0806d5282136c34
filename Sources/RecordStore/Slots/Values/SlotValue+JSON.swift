import FlatBuffersReflection

extension SlotValue {
  /// Reads JSON as its standard has it (RFC 8259); numbers without fraction that fit are integers.
  ///
  /// - Throws: a diagnostic with the place of what is wrong.
  init(json bytes: [UInt8]) throws(Diagnostic) {
    var options = JSONReader.Options()
    options.isStrict = true
    try self.init(JSONParser.parse(SourceFile(path: "JSON", bytes: bytes), options))
  }

  private init(_ value: JSONValue) throws(Diagnostic) {
    switch value.kind {
    case .object(let members):
      var read: [Member] = []
      for member in members {
        read.append(Member(key: .string(member.name), value: try SlotValue(member.value)))
      }
      self = .map(read)
    case .array(let values):
      var read: [SlotValue] = []
      for value in values { read.append(try SlotValue(value)) }
      self = .array(read)
    case .string(let text): self = .string(text)
    case .integer(let text):
      if let number = Int128(text) {
        self = .integer(number)
      } else {
        self = try SlotValue(real: text, value)
      }
    case .real(let text): self = try SlotValue(real: text, value)
    case .word("true"): self = .bool(true)
    case .word("false"): self = .bool(false)
    case .word("null"): self = .null
    // As Python writes them.
    case .word("NaN"): self = .real(.nan)
    case .word("Infinity"): self = .real(.infinity)
    case .word("-Infinity"): self = .real(-.infinity)
    case .word, .call, .bytes:
      throw Diagnostic(at: value.location, "found \(value), expected a value of JSON")
    }
  }

  private init(real text: String, _ value: JSONValue) throws(Diagnostic) {
    guard let number = Double(text) else {
      throw Diagnostic(at: value.location, "found \(value), expected a number of JSON")
    }
    self = .real(number)
  }
}

extension SlotValue {
  /// - Parameter place: what the value belongs to, for messages.
  init(_ bytes: RawSpan, _ format: SlotFormat, _ place: @autoclosure () -> String) throws(StoreError) {
    let bytes = [UInt8](bytes)
    do {
      switch format {
      case .cbor: self = try CBORDecoder.value(of: bytes)
      case .json: self = try SlotValue(json: bytes)
      case .bytes: self = .bytes(bytes)
      case .text:
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw CBORDecoder.Failure(description: "it is not UTF-8")
        }
        self = .string(text)
      }
    } catch {
      throw StoreError(.invalidRecord, "\(place()): a value is not \(format): \(error)", cause: error)
    }
  }
}
