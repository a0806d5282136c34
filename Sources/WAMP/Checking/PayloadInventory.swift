internal import FlatBuffersReflection
package import FlatBuffersRuntime

/// What the payloads of a realm have to be, by the URIs of procedures and topics: made once of schemas, and never changed.
///
/// URIs that no schema speaks of are not in it; what is called and published there is not looked at.
package final class PayloadInventory: Sendable {
  private let procedures: URIPatterns<CheckedProcedure>
  private let topics: URIPatterns<PayloadCheck>

  /// - Returns: `nil` if nothing is to be looked at.
  /// - Throws: as ``LoadedSchema/inventory(_:)``, and if two schemas say different things of one URI.
  package convenience init?(
    _ schemas: [EmbeddedSchema?], _ validation: PayloadValidation
  ) throws(WAMPError) {
    try self.init(LoadedSchema.inventory(schemas), validation)
  }

  /// - Returns: `nil` if nothing is to be looked at.
  /// - Throws: `wamp.error.invalid_argument` if two schemas say different things of one URI.
  package init?(_ schemas: [LoadedSchema], _ validation: PayloadValidation) throws(WAMPError) {
    var reader = InventoryReader(isStrict: validation == .refuse)
    for schema in schemas { try reader.add(schema) }
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
  private var said: [Subject: (schema: String, records: Records)] = [:]

  private struct Subject: Hashable {
    let kind: InterfaceMethod.Kind
    let uri: String
  }

  /// What a method says of its records.
  private struct Records: Equatable {
    let objects: [ObjectDefinition]
    let enums: [EnumDefinition]
    /// The tables by name, in order: of the request, the response, its parts and the errors.
    let tables: [QualifiedName?]

    init(_ method: InterfaceMethod, _ schema: Schema) {
      let isProcedure = method.kind == .procedure
      let tables: [Int?] =
        isProcedure
        ? [method.request, method.response, method.part] + method.errors.map(\.table) : [method.request]
      let records = schema.reduced(to: tables.compactMap { $0 })
      (objects, enums) = (records.objects, records.enums)
      self.tables = tables.map { $0.map { schema.objects[$0].name } }
    }
  }

  init(isStrict: Bool) { self.isStrict = isStrict }

  mutating func add(_ loaded: LoadedSchema) throws(WAMPError) {
    for method in loaded.model.interfaces.flatMap(\.methods) {
      try add(method, of: loaded.schema, loaded.embedded.name)
    }
  }

  private mutating func add(
    _ method: InterfaceMethod, of schema: Schema, _ name: String
  ) throws(WAMPError) {
    let records = Records(method, schema)
    let subject = Subject(kind: method.kind, uri: method.uri)
    if let other = said[subject] {
      // A file that several include is in each of their schemas.
      if other.records == records { return }
      throw WAMPError(
        .invalidArgument,
        "the schemas \(other.schema) and \(name) say different things of the \(method.kind) \(method.uri.quoted)"
      )
    }
    said[subject] = (name, records)
    func check(_ part: PayloadCheck.Part, _ table: Int) -> PayloadCheck {
      PayloadCheck(part, of: method.uri, schema, table, isStrict: isStrict)
    }
    if method.kind == .procedure {
      let result = check(.result, method.response)
      let errors = method.errors.map { ($0.uri, check(.error($0.uri), $0.table)) }
      procedures.insert(
        CheckedProcedure(
          request: check(.request, method.request), result: result,
          part: method.part.map { check(.progressiveResult, $0) } ?? result,
          errors: Dictionary(uniqueKeysWithValues: errors)),
        for: method.uri, .exact)
    } else {
      topics.insert(check(.event, method.request), for: method.uri, .exact)
    }
  }
}
