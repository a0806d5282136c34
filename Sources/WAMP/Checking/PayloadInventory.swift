internal import FlatBuffersReflection
package import FlatBuffersRuntime

/// What the payloads of a realm have to be, by the URIs of procedures and topics: made once of schemas, and never changed.
///
/// URIs that no schema speaks of are not in it; what is called and published there is not looked at.
package final class PayloadInventory: Sendable {
  private let procedures: URIPatterns<CheckedProcedure>
  private let topics: URIPatterns<PayloadCheck>

  /// - Returns: `nil` if nothing is to be looked at.
  /// - Throws: `wamp.error.invalid_argument` if a schema is missing or can't be loaded, says wrongly what its services are or
  ///   has none, or if two of them say different things of one URI.
  package init?(_ schemas: [EmbeddedSchema?], _ validation: PayloadValidation) throws(WAMPError) {
    var reader = InventoryReader(isStrict: validation == .refuse)
    for (index, schema) in schemas.enumerated() {
      guard let schema else {
        throw WAMPError(
          .invalidArgument,
          "the inventory's schema \(index) is not there: code without an embedded schema has none")
      }
      try reader.add(schema)
    }
    guard validation != .off, !schemas.isEmpty else { return nil }
    procedures = reader.procedures
    topics = reader.topics
  }

  @inline(__always)
  package func procedure(_ uri: Span<UInt8>) -> CheckedProcedure? { procedures.exact(uri) }

  package func topic(_ uri: Span<UInt8>) -> PayloadCheck? { topics.exact(uri) }
}

/// Reads what schemas say of procedures and topics.
private struct InventoryReader {
  let isStrict: Bool
  private(set) var procedures = URIPatterns<CheckedProcedure>()
  private(set) var topics = URIPatterns<PayloadCheck>()
  /// What is said of a URI, and by which schema.
  private var said: [Subject: (schema: String, records: Schema)] = [:]

  private struct Subject: Hashable {
    let kind: InterfaceMethod.Kind
    let uri: String
  }

  init(isStrict: Bool) { self.isStrict = isStrict }

  mutating func add(_ embedded: EmbeddedSchema) throws(WAMPError) {
    let schema: Schema
    do {
      schema = try Schema(binary: embedded.bytes)
    } catch {
      throw WAMPError(.invalidArgument, "the schema \(embedded.name) can't be loaded: \(error)")
    }
    let model = ServiceModel(schema)
    if let fault = model.faults.first {
      throw WAMPError(.invalidArgument, "the schema \(embedded.name): \(fault.message)")
    }
    let methods = model.interfaces.flatMap(\.methods)
    guard !methods.isEmpty else {
      throw WAMPError(
        .invalidArgument,
        "the schema \(embedded.name) has no procedure and no topic, expected a service with a 'wampuri'")
    }
    for method in methods { try add(method, of: schema, embedded.name) }
  }

  private mutating func add(
    _ method: InterfaceMethod, of schema: Schema, _ name: String
  ) throws(WAMPError) {
    let isProcedure = method.kind == .procedure
    let records = schema.reduced(to: isProcedure ? [method.request, method.response] : [method.request])
    let subject = Subject(kind: method.kind, uri: method.uri)
    if let other = said[subject] {
      // A file that several include is in each of their schemas.
      if other.records.objects == records.objects, other.records.enums == records.enums { return }
      throw WAMPError(
        .invalidArgument,
        "the schemas \(other.schema) and \(name) say different things of the \(method.kind) \(method.uri.quoted)"
      )
    }
    said[subject] = (name, records)
    func check(_ part: PayloadCheck.Part, _ table: Int) -> PayloadCheck {
      PayloadCheck(part, of: method.uri, schema, table, isStrict: isStrict)
    }
    if isProcedure {
      procedures.insert(
        CheckedProcedure(request: check(.request, method.request), result: check(.result, method.response)),
        for: method.uri, .exact)
    } else {
      topics.insert(check(.event, method.request), for: method.uri, .exact)
    }
  }
}
