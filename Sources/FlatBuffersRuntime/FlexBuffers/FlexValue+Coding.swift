extension FlexValue: Codable {
  /// Reads a value of JSON or of another format that says what it holds.
  ///
  /// Numbers without a fraction are integers, however they were written: decoders do not tell. There are no blobs in
  /// JSON: those that were written are strings now.
  public init(from decoder: any Decoder) throws {
    if let names = try? decoder.container(keyedBy: FieldName.self) {
      self = .map(
        FlexMap(
          try names.allKeys.map { (key: $0.stringValue, value: try names.decode(FlexValue.self, forKey: $0)) }
        ))
    } else if var list = try? decoder.unkeyedContainer() {
      var elements: [FlexValue] = []
      while !list.isAtEnd { elements.append(try list.decode(FlexValue.self)) }
      self = .vector(elements)
    } else {
      self = try FlexValue(decoder.singleValueContainer())
    }
  }

  private init(_ container: any SingleValueDecodingContainer) throws {
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .bool(flag)
    } else if let number = try? container.decode(Int64.self) {
      self = .integer(number)
    } else if let number = try? container.decode(UInt64.self) {
      self = .unsigned(number)
    } else if let number = try? container.decode(Double.self) {
      self = .real(number)
    } else {
      self = .string(try container.decode(String.self))
    }
  }

  /// Writes the value as flatc prints it in JSON: a blob is a string.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .map(let map):
      var names = encoder.container(keyedBy: FieldName.self)
      for entry in map.entries { try names.encode(entry.value, forKey: FieldName(entry.key)) }
    case .vector(let elements):
      var list = encoder.unkeyedContainer()
      for element in elements { try list.encode(element) }
    default:
      var container = encoder.singleValueContainer()
      switch self {
      case .bool(let flag): try container.encode(flag)
      case .integer(let number): try container.encode(number)
      case .unsigned(let number): try container.encode(number)
      case .real(let number): try container.encode(number)
      case .string(let text): try container.encode(text)
      case .blob(let bytes): try container.encode(String(decoding: bytes, as: UTF8.self))
      case .null, .vector, .map: try container.encodeNil()
      }
    }
  }
}
