internal import FlatBuffersReflection

extension SourceLocation {
  /// The path to something in arguments, in place of one in a file: `tags[3].name`.
  init(argument path: String) { self.init(file: path, line: 0, column: 1) }
}

extension JSONValue.Member {
  /// An argument, by the name of its field.
  init(_ name: String, _ value: Value) {
    self.init(
      name: name, location: SourceLocation(argument: name), value: JSONValue(value, at: name))
  }
}

extension JSONValue {
  /// A value of WAMP, at a path in arguments.
  ///
  /// As deep as values nest, which decoding limits. The paths are shortened: each value has one, and the names in it are a
  /// peer's, so that one long name around many values would be there as often as those.
  init(_ value: Value, at path: String) {
    self.init(kind: JSONValue.kind(of: value, path), location: SourceLocation(argument: path))
  }

  private static func kind(of value: Value, _ path: String) -> Kind {
    switch value {
    case .null: .word("null")
    case .bool(let flag): .word(flag ? "true" : "false")
    case .int(let number): .integer("\(number)")
    case .uint(let number): .integer("\(number)")
    case .double(let number): .real("\(number)")
    case .string(let text): .string(text)
    case .bytes(let bytes): .bytes(bytes)
    case .list(let values):
      .array(values.enumerated().map { JSONValue($1, at: "\(path)[\($0)]".shortened) })
    case .map(let entries):
      .object(
        entries.sorted { $0.key < $1.key }.map { name, value in
          let path = "\(path).\(name)".shortened
          return Member(
            name: name, location: SourceLocation(argument: path), value: JSONValue(value, at: path))
        })
    }
  }
}

extension Diagnostic {
  /// What is wrong with arguments, behind the path to it.
  var textOfArgument: String {
    let path = location?.file ?? ""
    let place = path.isEmpty ? "" : "argument '\(path)': "
    return place + message + (hint.map { " (\($0))" } ?? "")
  }
}
