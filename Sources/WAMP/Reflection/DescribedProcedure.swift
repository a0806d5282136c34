package import FlatBuffersReflection
package import SharedBytes

/// A procedure that a router has described, with the schema that it gave: enough to call it without generated code.
package struct DescribedProcedure: Sendable {
  /// What an answer is, or a part of one.
  package enum Answer {
    /// A record; `nil` if its type has no fields.
    case record(DynamicTable?)
    /// What no record says, or not all of it.
    case plain(Payload)
  }

  /// Records that are given or answered; `nil` stands for what are none.
  private let request: RecordContent?
  private let response: RecordContent?
  /// What the parts of a result are that comes in parts; `nil` if nothing says, or they are no records.
  private let part: RecordContent?
  private let takesRecords: Bool

  /// - Parameters:
  ///   - description: what the router told.
  ///   - identity: the schema that it names.
  ///   - bytes: what the router gave as that schema.
  ///   - hash: the SHA-256 hash of these, in hexadecimal digits.
  /// - Throws: `wamp.error.invalid_payload` if the bytes are other ones or no schema, or lack a table.
  package init(
    _ description: InterfaceDescription, _ identity: SchemaIdentity, _ bytes: SharedBytes, hash: String
  ) throws(WAMPError) {
    let name = "the schema \(identity.name.shortened)"
    guard hash == identity.hash else {
      throw WAMPError(
        .invalidPayload, "\(name): found bytes of the hash \(hash), expected \(identity.hash.shortened)")
    }
    let schema: Schema
    do {
      schema = try Schema(binary: bytes)
    } catch {
      throw WAMPError(.invalidPayload, "\(name) can't be loaded: \(error)").bounded
    }
    func content(_ told: InterfaceDescription.Content?) throws(WAMPError) -> RecordContent? {
      guard let told, let record = told.record else { return nil }
      guard let arguments = RecordArguments(schema, record) else {
        throw WAMPError(.invalidPayload, "\(name) has no table \(record.quoted)")
      }
      return RecordContent(
        arguments: arguments,
        otherKeywords: Set(told.keywords.map(\.name)).subtracting(arguments.keywordNames))
    }
    request = try content(description.request)
    response = try content(description.response)
    part = try content(description.part)
    takesRecords = description.takesRecords
  }

  /// The payload of a call: one record if that is known to be taken, else plain arguments. What is no record is not checked.
  ///
  /// - Parameters:
  ///   - list: the positional arguments; or one map alone, the fields of the record by their names, unless the first
  ///     argument is a map itself.
  ///   - form: how the router is sent records.
  /// - Throws: `wamp.error.invalid_argument` with the path to what is wrong.
  package func payload(
    of list: [Value], _ keywords: [String: Value], form: RecordForm
  ) throws(WAMPError) -> Payload {
    guard let request else { return Payload(arguments: list, keywords: keywords) }
    let arguments = request.arguments
    let besides = keywords.filter { request.otherKeywords.contains($0.key) }
    let keywords = keywords.filter { !request.otherKeywords.contains($0.key) }
    var isWhole = false
    let record: SharedBytes
    if list.count == 1, keywords.isEmpty, arguments.takesWholeMap, let fields = list[0].mapValue {
      isWhole = true
      record = try arguments.record(of: fields, .invalidArgument)
    } else {
      record = try arguments.record(of: list, keywords, .invalidArgument)
    }
    try arguments.check(record, isRequest: true, .invalidArgument)
    if takesRecords, besides.isEmpty { return .record(record, form: form) }
    let (all, named) = isWhole ? try arguments.payload(of: record).arguments() : (list, keywords)
    return Payload(arguments: all, keywords: named.merging(besides) { $1 })
  }

  /// What answers a call, in whatever form it came: the record, where it is one and says all.
  ///
  /// - Parameter isPart: whether it is one of the parts that come before the result.
  /// - Throws: `wamp.error.invalid_payload` with the path to what is wrong.
  package func result(_ payload: Payload, isPart: Bool = false) throws(WAMPError) -> Answer {
    guard let response = isPart ? part ?? response : response else { return .plain(payload) }
    if !response.otherKeywords.isEmpty, payload.record == nil {
      let keywords = try payload.arguments().keywords
      guard response.otherKeywords.isDisjoint(with: keywords.keys) else { return .plain(payload) }
    }
    let table = try response.arguments.table(of: payload, .invalidPayload)
    return .record(response.arguments.isEmpty ? nil : table)
  }
}

/// A request or an answer that is a record, or the plain arguments of one.
private struct RecordContent: Sendable {
  let arguments: RecordArguments
  /// The names of keyword arguments beside those of the record.
  let otherKeywords: Set<String>
}
