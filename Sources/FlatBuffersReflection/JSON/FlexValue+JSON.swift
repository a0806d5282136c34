internal import FlatBuffersRuntime
internal import SharedBytes

extension FlexValue {
  /// The value that JSON says.
  init(json value: JSONValue) throws(Diagnostic) {
    switch value.kind {
    case .object(let members): self = .map(try FlexValue.map(members))
    case .array(let elements):
      var values: [FlexValue] = []
      for element in elements { values.append(try FlexValue(json: element)) }
      self = .vector(values)
    case .string(let text): self = .string(text)
    case .integer(let text):
      let number = Numeral.integer(text)
      // The type is signed wherever the number allows it.
      if let signed = number.flatMap({ Int64(exactly: $0) }) {
        self = .integer(signed)
      } else if let unsigned = number.flatMap({ UInt64(exactly: $0) }) {
        self = .unsigned(unsigned)
      } else {
        throw Diagnostic(at: value.location, "found \(value), expected an integer of at most 64 bits")
      }
    case .bytes(let bytes): self = .blob(Array(bytes))
    case .word("true"): self = .bool(true)
    case .word("false"): self = .bool(false)
    case .word("null"): self = .null
    case .real, .word, .call:
      guard let number = value.real else {
        throw Diagnostic(at: value.location, "found \(value), expected a value of JSON")
      }
      self = .real(number)
    }
  }

  private static func map(_ members: [JSONValue.Member]) throws(Diagnostic) -> FlexMap {
    var entries: [(key: String, value: FlexValue)] = []
    var names: Set<StringKey> = []
    for member in members {
      guard names.insert(StringKey(member.name)).inserted else {
        throw Diagnostic(at: member.location, "found '\(member.name)' a second time in one object")
      }
      if member.name.utf8.contains(0) {
        throw Diagnostic(at: member.location, "found a zero byte in a name, where it would end the name")
      }
      entries.append((key: member.name, value: try FlexValue(json: member.value)))
    }
    return FlexMap(entries)
  }
}
