package import FlatBuffersReflection
internal import FlatBuffersRuntime
package import SharedBytes

/// Says records of one type in plain arguments, and makes records of such: for peers that know nothing of records.
///
/// What WAMP's interface language makes of a table stands in ``FlatBuffersReflection/ArgumentMapping``. In an argument,
/// tables and structs are maps of their fields, enums and the types of unions their names, flags names with spaces
/// between, and vectors of bytes binary data. Real numbers that JSON has none for are `"nan"`, `"inf"` and `"-inf"`.
///
/// Taken are also numbers of enums, an integer for a real number, text for a field with the attribute `hash`, a map for the
/// bytes of a nested record, and any value for a FlexBuffer. Nothing else is converted.
package struct RecordArguments: Sendable {
  /// The most values that the positional arguments may have, and the keyword ones, too, those within others included: they
  /// are made into a record where others wait. Larger requests are records.
  package static let valueLimit = 10_000

  private let schema: Schema
  private let table: Int
  let mapping: ArgumentMapping
  /// What the schema asks of the values, beyond their types; `nil` if nothing.
  let rules: RecordRules?

  /// - Parameter record: the type's full name; `nil` if the schema has no such table.
  package init?(_ schema: Schema, _ record: String) {
    guard let table = schema.objects.firstIndex(where: { $0.name.description == record && !$0.isStruct })
    else { return nil }
    self.init(schema, of: table)
  }

  /// - Parameter table: the index of the records' type in the schema's objects.
  init(_ schema: Schema, of table: Int) {
    self.schema = schema
    self.table = table
    mapping = ArgumentMapping(schema.objects[table])
    rules = RecordRules(schema, of: table)
  }

  /// The names of its keyword arguments.
  package var keywordNames: [String] { mapping.keywords.map(\.name) }

  /// The record that arguments describe.
  ///
  /// - Parameter skippingUnknown: whether arguments that there are none of here, and fields of maps, are passed over beside
  ///   those that are known. Whoever says nothing that is known here, but something, means no record of the type.
  /// - Throws: `code`, with the path to what is wrong: an argument too many, one of another type, an unknown keyword, a
  ///   required one that is missing.
  package func record(
    of payload: Payload, _ code: WAMPError.Code = .invalidArgument, skippingUnknown: Bool = false
  ) throws(WAMPError) -> SharedBytes {
    let (list, keywords) = try payload.plainArguments(code)
    return try record(of: list, keywords, code, skippingUnknown: skippingUnknown)
  }

  /// The record that arguments describe.
  ///
  /// - Throws: as for a payload.
  package func record(
    of list: [Value], _ keywords: [String: Value], _ code: WAMPError.Code = .invalidArgument,
    skippingUnknown: Bool = false
  ) throws(WAMPError) -> SharedBytes {
    // Nothing at the end is as good as null: functions of many languages return that where they return nothing.
    var list = list[...]
    while list.count > mapping.positional.count, list.last == .null { list.removeLast() }
    let skips = skippingUnknown && mapping.knows(list.count, keywords)
    guard skips || list.count <= mapping.positional.count else {
      let names = mapping.positional.map(\.name).joined(separator: ", ")
      throw WAMPError(
        code,
        "found \(list.count) arguments, expected at most \(mapping.positional.count)"
          + (names.isEmpty ? "" : ": \(names)"))
    }
    var members: [JSONValue.Member] = []
    // A place can't be left out otherwise.
    for (field, value) in zip(mapping.positional, list) where value != .null {
      members.append(JSONValue.Member(field.name, value))
    }
    for (name, value) in keywords {
      guard mapping.hasKeyword(name) else {
        if skips { continue }
        let names = keywordNames.joined(separator: ", ")
        throw WAMPError(
          code,
          "found the keyword argument \(name.quoted), expected "
            + (names.isEmpty ? "none" : names))
      }
      members.append(JSONValue.Member(name, value))
    }
    let value = JSONValue(kind: .object(members), location: SourceLocation(argument: ""))
    return try build(value, code, skippingUnknown: skippingUnknown)
  }

  /// The record that a map describes, whose keys are the names of its fields.
  ///
  /// - Throws: as for a payload.
  func record(of fields: [String: Value], _ code: WAMPError.Code) throws(WAMPError) -> SharedBytes {
    let members = fields.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key.shortened, $0.value) }
    return try build(JSONValue(kind: .object(members), location: SourceLocation(argument: "")), code)
  }

  private func build(
    _ value: JSONValue, _ code: WAMPError.Code, skippingUnknown: Bool = false
  ) throws(WAMPError) -> SharedBytes {
    // This module has a reader of JSON, too: the one of messages.
    var options = FlatBuffersReflection.JSONReader.Options()
    options.isTyped = true
    options.skipsUnknownFields = skippingUnknown
    do throws(Diagnostic) {
      return try FlatBuffersReflection.JSONReader.build(value, as: table, of: schema, options)
    } catch {
      throw WAMPError(code, error.textOfArgument).bounded
    }
  }

  /// Holds a record against the rules for its values.
  ///
  /// - Parameter isRequest: whether a caller made it, who gives what is read-only no value.
  /// - Returns: the verified record, if there are rules.
  /// - Throws: `code`, with the path to what is wrong, or for bytes that are none of the type.
  @discardableResult
  package func check(
    _ record: SharedBytes, isRequest: Bool, _ code: WAMPError.Code
  ) throws(WAMPError) -> DynamicTable? {
    guard let rules else { return nil }
    let verified = try verified(record, code)
    try refuse(rules.fault(in: verified, isRequest: isRequest), code)
    return verified
  }

  /// Verifies a record, which may hold as much as ``FlatBuffersRuntime/Verifier/Options/init(judging:closer:)`` says, and holds
  /// it against the rules for its values.
  ///
  /// - Parameter isRequest: as in ``check(_:isRequest:_:)``.
  /// - Throws: `code`, with the path to what is wrong.
  package func verify(
    _ record: SharedBytes, isRequest: Bool, _ code: WAMPError.Code
  ) throws(WAMPError) {
    let verified = try verified(record, code, Verifier.Options(judging: record.count, closer: true))
    if let rules { try refuse(rules.fault(in: verified, isRequest: isRequest), code) }
  }

  /// A record in arguments.
  ///
  /// Positional arguments that the record does not have are left out at the end and null before it; keyword ones are left
  /// out.
  ///
  /// - Throws: `wamp.error.invalid_payload` if the bytes are none of the type, `wamp.error.payload_size_exceeded` if they
  ///   say more than a million values, or 16 MiB of text, names and binary data.
  package func payload(of record: SharedBytes) throws(WAMPError) -> Payload {
    var budget = ArgumentBudget()
    return try payload(of: record, &budget)
  }

  /// A record in arguments, one of several that are said together.
  ///
  /// - Parameter budget: what all of them may say.
  package func payload(
    of record: SharedBytes, _ budget: inout ArgumentBudget
  ) throws(WAMPError) -> Payload {
    let verified = try verified(record)
    var list: [Value] = []
    for field in mapping.positional { list.append(try verified.argument(field, &budget) ?? .null) }
    while list.last == .null { list.removeLast() }
    var keywords: [String: Value] = [:]
    for field in mapping.keywords { keywords[field.name] = try verified.argument(field, &budget) }
    return Payload(sayingArguments: list, keywords)
  }
}

extension RecordArguments {
  /// A record as one value: a map of its fields.
  ///
  /// - Parameter budget: what all values of a message may say.
  /// - Throws: as ``payload(of:)``.
  package func value(
    of record: SharedBytes, _ budget: inout ArgumentBudget
  ) throws(WAMPError) -> Value {
    .map(try verified(record).arguments(&budget))
  }

  /// Holds a row against the one that it replaces: what is read-only has to be as it is there, or absent.
  ///
  /// - Parameters:
  ///   - row: what ``check(_:isRequest:_:)`` returned.
  ///   - stored: what it replaces; `nil` if nothing.
  /// - Throws: `wamp.error.invalid_argument` with the path to what is wrong.
  package func checkReadOnly(_ row: DynamicTable, replacing stored: RawSpan?) throws(WAMPError) {
    guard let rules, rules.hasReadOnly else { return }
    let old: DynamicTable? = if let stored { try verified(SharedBytes(copying: stored)) } else { nil }
    try refuse(rules.fault(in: row, replacing: old), .invalidArgument)
  }

  private func refuse(_ fault: RecordRules.Fault?, _ code: WAMPError.Code) throws(WAMPError) {
    guard let fault else { return }
    throw WAMPError(code, "argument '\(fault.path)': \(fault.message)")
  }

  func verified(
    _ record: SharedBytes, _ code: WAMPError.Code = .invalidPayload,
    _ options: Verifier.Options = Verifier.Options()
  ) throws(WAMPError) -> DynamicTable {
    do {
      return try DynamicTable(verifying: record, as: table, of: schema, options: options)
    } catch {
      throw WAMPError(code, "\(error)")
    }
  }
}

extension ArgumentMapping {
  fileprivate func hasKeyword(_ name: String) -> Bool { keywords.contains { $0.name == name } }

  /// Whether any of these arguments is one of the table's; a table without fields knows all.
  fileprivate func knows(_ count: Int, _ given: [String: Value]) -> Bool {
    if positional.isEmpty, keywords.isEmpty { return true }
    return min(count, positional.count) > 0 || given.keys.contains(where: hasKeyword)
  }
}

extension Payload {
  /// The decoded arguments, as far as they are few enough to be read where others wait.
  ///
  /// - Parameter limit: the most values.
  /// - Throws: `code` for opaque bytes, damaged arguments and more values than that.
  package func plainArguments(
    _ code: WAMPError.Code = .invalidArgument, limit: Int = RecordArguments.valueLimit
  ) throws(WAMPError) -> (list: [Value], keywords: [String: Value]) {
    if case .passthru = self {
      throw WAMPError(
        code, "found opaque bytes that are no record, as encrypted ones are, expected arguments")
    }
    do throws(WAMPError) {
      return try arguments(ValueBudget(count: limit))
    } catch {
      throw WAMPError(code, error.message).bounded
    }
  }

  /// Arguments that are no record, whatever they are: a single one of bytes could be taken for one.
  fileprivate init(sayingArguments list: [Value], _ keywords: [String: Value]) {
    self = list.isEmpty && keywords.isEmpty ? .none : .arguments(EncodedArguments(list, keywords: keywords))
  }
}
