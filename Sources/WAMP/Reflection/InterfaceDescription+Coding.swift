// How descriptions are told: the one place that knows the names. What is not known is left out.

extension InterfaceDescription {
  /// The description as `wamp.reflection.procedure.describe` and its kin answer it.
  package var value: Value {
    var entries: [String: Value] = ["uri": .string(uri)]
    entries["description"] = documentation.map(Value.string)
    entries["method"] = method.map(Value.string)
    entries["request"] = request?.value
    entries["response"] = response?.value
    entries["event"] = event?.value
    entries["part"] = part?.value
    if !errors.isEmpty { entries["errors"] = .list(errors.map(Value.string)) }
    entries["error"] = error?.value
    entries["schema"] = schema?.value
    entries["registered"] = registered?.value
    if takesRecords { entries["takes_records"] = true }
    return .map(entries)
  }

  /// Reads what a router told.
  ///
  /// - Throws: `wamp.error.invalid_payload` with the path to what is wrong. What is not known is skipped.
  package init(_ value: Value) throws(WAMPError) {
    let told = try Told(value, at: "")
    self.init(try told.require("uri", "a string", told.text("uri")))
    documentation = try told.text("description")
    method = try told.text("method")
    request = try told.part("request").map(Content.init)
    response = try told.part("response").map(Content.init)
    event = try told.part("event").map(Content.init)
    part = try told.part("part").map(Content.init)
    errors = try told.texts("errors")
    error = try told.part("error").map(Content.init)
    schema = try told.part("schema").map(SchemaIdentity.init)
    registered = try told.part("registered").map(Registered.init)
    takesRecords = try told.flag("takes_records")
  }
}

extension InterfaceDescription.Content {
  fileprivate var value: Value {
    var entries: [String: Value] = [
      "args": .list(positional.map(\.value)), "kwargs": .list(keywords.map(\.value)),
    ]
    entries["record"] = record.map(Value.string)
    return .map(entries)
  }

  fileprivate init(_ told: Told) throws(WAMPError) {
    record = try told.text("record")
    for part in try told.parts("args") { positional.append(try .init(part)) }
    for part in try told.parts("kwargs") { keywords.append(try .init(part)) }
  }
}

extension InterfaceDescription.Argument {
  fileprivate var value: Value {
    var entries: [String: Value] = ["name": .string(name)]
    entries["type"] = type.map(Value.string)
    if isRequired { entries["required"] = true }
    return .map(entries)
  }

  fileprivate init(_ told: Told) throws(WAMPError) {
    name = try told.require("name", "a string", told.text("name"))
    type = try told.text("type")
    isRequired = try told.flag("required")
  }
}

extension InterfaceDescription.Registered {
  fileprivate var value: Value {
    ["uri": .string(pattern), "match": .string(match.rawValue), "invoke": .string(invoke.rawValue)]
  }

  fileprivate init(_ told: Told) throws(WAMPError) {
    pattern = try told.require("uri", "a string", told.text("uri"))
    match = try told.require(
      "match", "exact, prefix or wildcard", told.text("match").flatMap(MatchPolicy.init))
    invoke = try told.require(
      "invoke", "a policy of invocation", told.text("invoke").flatMap(InvocationPolicy.init))
  }
}

extension SchemaIdentity {
  /// The identity as `wamp.reflection.schema.list` has it.
  package var value: Value {
    ["name": .string(name), "hash": .string(hash), "fingerprint": .string(String(fingerprint, radix: 16))]
  }

  /// - Throws: as ``InterfaceDescription/init(_:)``.
  package init(_ value: Value) throws(WAMPError) { try self.init(Told(value, at: "")) }

  fileprivate init(_ told: Told) throws(WAMPError) {
    name = try told.require("name", "a string", told.text("name"))
    hash = try told.require("hash", "a string", told.text("hash"))
    fingerprint = try told.require(
      "fingerprint", "hexadecimal digits", told.text("fingerprint").flatMap { UInt64($0, radix: 16) })
  }
}

/// A map that a router told, and the way to it.
private struct Told {
  let entries: [String: Value]
  let path: String

  init(_ value: Value, at path: String) throws(WAMPError) {
    guard let entries = value.mapValue else { throw Told.fault(path, value, "a map") }
    self.entries = entries
    self.path = path
  }

  private func path(to name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  // `nil` where nothing is told, or null.

  func text(_ name: String) throws(WAMPError) -> String? { try read(name, "a string", \.stringValue) }

  func flag(_ name: String) throws(WAMPError) -> Bool { try read(name, "a boolean", \.boolValue) ?? false }

  func part(_ name: String) throws(WAMPError) -> Told? {
    guard let value = entries[name], !value.isNull else { return nil }
    return try Told(value, at: path(to: name))
  }

  func parts(_ name: String) throws(WAMPError) -> [Told] {
    var parts: [Told] = []
    for (index, value) in (try read(name, "a list", \.listValue) ?? []).enumerated() {
      parts.append(try Told(value, at: "\(path(to: name))[\(index)]"))
    }
    return parts
  }

  func texts(_ name: String) throws(WAMPError) -> [String] {
    var texts: [String] = []
    for (index, value) in (try read(name, "a list", \.listValue) ?? []).enumerated() {
      guard let text = value.stringValue else {
        throw Told.fault("\(path(to: name))[\(index)]", value, "a string")
      }
      texts.append(text)
    }
    return texts
  }

  func require<Read>(_ name: String, _ expected: String, _ read: Read?) throws(WAMPError) -> Read {
    if let read { return read }
    throw Told.fault(path(to: name), entries[name] ?? .null, expected)
  }

  private func read<Read>(
    _ name: String, _ kind: String, _ read: (Value) -> Read?
  ) throws(WAMPError) -> Read? {
    guard let value = entries[name], !value.isNull else { return nil }
    guard let read = read(value) else { throw Told.fault(path(to: name), value, kind) }
    return read
  }

  private static func fault(_ path: String, _ value: Value, _ expected: String) -> WAMPError {
    let place = path.isEmpty ? "" : "'\(path)': "
    return WAMPError(.invalidPayload, "\(place)found \(value.kind), expected \(expected)").bounded
  }
}
