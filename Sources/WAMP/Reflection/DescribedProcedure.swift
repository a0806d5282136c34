package import FlatBuffersReflection
package import SharedBytes

/// A procedure of records that a router has described, with the schema that it gave: enough to call it without generated
/// code.
package struct DescribedProcedure: Sendable {
  private let request: RecordArguments
  private let response: RecordArguments
  /// What the parts of a result are that comes in parts; `nil` if nothing says.
  private let part: RecordArguments?
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
    func arguments(_ content: InterfaceDescription.Content?) throws(WAMPError) -> RecordArguments {
      let record = content?.record ?? ""
      if let arguments = RecordArguments(schema, record) { return arguments }
      throw WAMPError(.invalidPayload, "\(name) has no table \(record.quoted)")
    }
    request = try arguments(description.request)
    response = try arguments(description.response)
    part = try description.part.map(arguments)
    takesRecords = description.takesRecords
  }

  /// The payload of a call: one record if that is known to be taken, else plain arguments.
  ///
  /// - Parameters:
  ///   - list: the positional arguments; or one map alone, the fields of the record by their names, unless the first
  ///     argument is a map itself.
  ///   - form: how the router is sent records.
  /// - Throws: `wamp.error.invalid_argument` with the path to what is wrong.
  package func payload(
    of list: [Value], _ keywords: [String: Value], form: RecordForm
  ) throws(WAMPError) -> Payload {
    var isWhole = false
    let record: SharedBytes
    if list.count == 1, keywords.isEmpty, request.takesWholeMap, let fields = list[0].mapValue {
      isWhole = true
      record = try request.record(of: fields, .invalidArgument)
    } else {
      record = try request.record(of: list, keywords, .invalidArgument)
    }
    try request.check(record, isRequest: true, .invalidArgument)
    if takesRecords { return .record(record, form: form) }
    return isWhole ? try request.payload(of: record) : Payload(arguments: list, keywords: keywords)
  }

  /// The record that answers a call, in whatever form it came; `nil` if its type has no fields.
  ///
  /// - Parameter isPart: whether it is one of the parts that come before the result.
  /// - Throws: `wamp.error.invalid_payload` with the path to what is wrong.
  package func result(_ payload: Payload, isPart: Bool = false) throws(WAMPError) -> DynamicTable? {
    let response = isPart ? part ?? response : response
    let table = try response.table(of: payload, .invalidPayload)
    return response.isEmpty ? nil : table
  }
}
