internal import FlatBuffersReflection
internal import RecordStore
internal import SharedBytes
internal import WAMP

/// The plain arguments of one call of an exposed table, taken one after the other: strict about types, and about what is
/// left at the end.
struct PlainArguments {
  private(set) var list: [Value]
  private(set) var keywords: [String: Value]

  /// - Throws: `wamp.error.invalid_argument` for a payload that has none.
  init(_ payload: Payload) throws(WAMPError) {
    (list, keywords) = try payload.plainArguments()
  }

  /// - Throws: `wamp.error.invalid_argument` if something is left that was not taken.
  func end() throws(WAMPError) {
    if !list.isEmpty {
      throw WAMPError(.invalidArgument, "found \(list.count) positional arguments too many")
    }
    if let name = keywords.keys.min() {
      throw WAMPError(
        .invalidArgument, "found the keyword argument \(name.quoted), which is none of the procedure")
    }
  }

  // MARK: - By name. Null is an argument left out.

  private mutating func take(_ name: String) -> Value? {
    guard let value = keywords.removeValue(forKey: name), value != .null else { return nil }
    return value
  }

  mutating func takeText(_ name: String) throws(WAMPError) -> String? {
    guard let value = take(name) else { return nil }
    guard let text = value.stringValue else { throw .wrong(name, value, "a string") }
    return text
  }

  mutating func takeCount(_ name: String) throws(WAMPError) -> Int? {
    guard let value = take(name) else { return nil }
    guard let number = value.intValue else { throw .wrong(name, value, "an integer") }
    return Int(number)
  }

  mutating func takeFlag(_ name: String) throws(WAMPError) -> Bool {
    guard let value = take(name) else { return false }
    guard let flag = value.boolValue else { throw .wrong(name, value, "a boolean") }
    return flag
  }

  /// What a row that is stored has to hash to.
  mutating func takeHash() throws(WAMPError) -> RowHash? {
    let name = "if_hash"
    guard let value = take(name) else { return nil }
    guard let hash = value.stringValue.flatMap({ RowHash($0) }) else {
      throw .wrong(name, value, "16 hexadecimal digits")
    }
    return hash
  }

  mutating func takeOrder(_ name: String) throws(WAMPError) -> KeyOrder {
    guard let value = take(name) else { return .ascending }
    switch value.stringValue {
    case "ascending": return .ascending
    case "descending": return .descending
    default: throw .wrong(name, value, "'ascending' or 'descending'")
    }
  }

  /// What keys begin with: a value, or a list of the first values.
  ///
  /// - Returns: `nil` if the argument was left out.
  mutating func takeKeyBeginning(_ name: String, of key: KeyDescription?) throws(WAMPError) -> [UInt8]? {
    guard let value = take(name) else { return nil }
    let key = try Self.known(key)
    // A key of one value, which may be a list itself.
    if key.parts.count == 1, let bytes = try? key.bytes(of: [value], name) { return bytes }
    return try key.bytes(of: value.listValue ?? [value], name)
  }

  // MARK: - By place

  /// A primary key: an argument for each of its values.
  mutating func takePrimaryKey(of table: ServedTable) throws(WAMPError) -> [UInt8] {
    let key = try Self.known(table.key)
    let values = Array(list.prefix(key.parts.count))
    list.removeFirst(values.count)
    return try key.bytes(ofAll: values, "")
  }

  /// Primary keys: one argument, a list of them. A key of several values is a list itself.
  mutating func takePrimaryKeys(of table: ServedTable) throws(WAMPError) -> [[UInt8]] {
    let key = try Self.known(table.key)
    guard let value = list.first else { throw WAMPError(.invalidArgument, "the argument 'keys' is missing") }
    list.removeFirst()
    guard let keys = value.listValue else { throw .wrong("keys", value, "a list") }
    try TableRequests.checkCount(keys.count)
    var all: [[UInt8]] = []
    for (position, value) in keys.enumerated() {
      let path = "keys[\(position)]"
      all.append(try key.bytes(ofAll: key.parts.count > 1 ? value.listValue ?? [value] : [value], path))
    }
    return all
  }

  private static func known(_ key: KeyDescription?) throws(WAMPError) -> KeyDescription {
    if let key { return key }
    throw WAMPError(.featureNotSupported, "keys that code makes are only taken in records")
  }
}

extension KeyDescription {
  /// A whole key.
  ///
  /// - Parameter path: where the values are, for errors.
  fileprivate func bytes(ofAll values: [Value], _ path: String) throws(WAMPError) -> [UInt8] {
    guard values.count == parts.count else {
      throw WAMPError(
        .invalidArgument,
        (path.isEmpty ? "" : "argument '\(path)': ")
          + "found \(values.count) values of a key, expected \(parts.count): \(description)")
    }
    return try bytes(of: values, path)
  }

  /// What the keys begin with that have these first values.
  fileprivate func bytes(of values: [Value], _ path: String) throws(WAMPError) -> [UInt8] {
    guard values.count <= parts.count else {
      throw WAMPError(
        .invalidArgument,
        "argument '\(path)': found \(values.count) values of a key, expected at most \(parts.count): \(description)"
      )
    }
    var encoder = KeyEncoder()
    for (position, (part, value)) in zip(parts, values).enumerated() {
      guard let given = KeyValue(value), part.append(given, to: &encoder) else {
        let name = path.isEmpty ? part.name : parts.count > 1 ? "\(path)[\(position)]" : path
        throw .wrong(name, value, part.description)
      }
    }
    guard !encoder.isTooLong else {
      throw WAMPError(
        .invalidArgument,
        "argument '\(path.isEmpty ? parts[0].name : path)': a key takes at most \(KeyEncoder.limit) bytes")
    }
    return [UInt8](stored: encoder)
  }
}

extension KeyValue {
  /// - Returns: `nil` for what no key has.
  fileprivate init?(_ value: Value) {
    switch value {
    case .bool(let flag): self = .bool(flag)
    case .int(let number): self = .integer(Int128(number))
    case .uint(let number): self = .integer(Int128(number))
    case .double(let number): self = .real(number)
    case .string(let text): self = .text(text)
    case .bytes(let bytes): self = .bytes([UInt8](bytes))
    case .list(let values):
      let all = values.compactMap(KeyValue.init)
      guard all.count == values.count else { return nil }
      self = .list(all)
    case .null, .map: return nil
    }
  }
}

extension WAMPError {
  fileprivate static func wrong(_ name: String, _ value: Value, _ expected: String) -> WAMPError {
    WAMPError(.invalidArgument, "argument '\(name)': found \(value.kind), expected \(expected)")
  }
}
