package import FlatBuffersRuntime
internal import FlatBuffersReflection
package import SharedBytes

/// A schema that a realm tells of.
package struct DescribedSchema: Sendable {
  package let identity: SchemaIdentity
  let loaded: LoadedSchema

  /// - Parameter hash: what ``SchemaIdentity/hash`` is of the schema's bytes.
  package init(_ loaded: LoadedSchema, hash: (SharedBytes) -> String) {
    let embedded = loaded.embedded
    identity = SchemaIdentity(
      name: embedded.name, hash: hash(embedded.bytes), fingerprint: embedded.fingerprint)
    self.loaded = loaded
  }

  /// The binary schema.
  package var bytes: SharedBytes { loaded.embedded.bytes }

  /// What its services say.
  var interfaces: [(method: InterfaceMethod, interface: DescribedInterface)] {
    loaded.model.interfaces.flatMap { service in
      service.methods.map { method in
        let interface = DescribedInterface(
          schema: self, request: method.request,
          response: method.kind == .procedure ? method.response : nil, part: method.part,
          errors: method.errors.map(\.uri), method: "\(service.name).\(method.name)",
          documentation: method.documentation)
        return (method, interface)
      }
    }
  }

  /// The index of a table in the schema's objects.
  func table(_ name: String) -> Int? {
    loaded.schema.objects.firstIndex { !$0.isStruct && $0.name.description == name }
  }

  /// The tables that are errors, by their URIs.
  var errors: [String: Int] {
    Dictionary(loaded.model.errors.map { ($0.uri, $0.table) }, uniquingKeysWith: { first, _ in first })
  }
}

/// What a schema says of one procedure or topic.
package struct DescribedInterface: Sendable {
  let schema: DescribedSchema
  /// The index of the request's or the event's table in the schema's objects.
  let request: Int
  /// The index of the response's table; `nil` for a topic.
  let response: Int?
  /// The index of the table of the parts that may come before the response; `nil` if it comes as a whole.
  var part: Int?
  /// The URIs of the errors that it says it can fail with.
  var errors: [String] = []
  /// The method of the schema that says it; `nil` if none does.
  var method: String?
  /// The `///` lines before that.
  var documentation: [String] = []
}

extension DescribedInterface {
  /// What a procedure is that was registered with types of generated code; `nil` if the schema does not have them.
  package init?<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ procedure: Procedure<Request, Response>, _ schema: DescribedSchema
  ) {
    guard let request = schema.table(Request.schemaName), let response = schema.table(Response.schemaName)
    else { return nil }
    // The procedure may have got another URI, or other types, than the schema says.
    let said = schema.interfaces.first { method, interface in
      method.uri == procedure.uri && interface.request == request && interface.response == response
    }
    self = said?.interface ?? DescribedInterface(schema: schema, request: request, response: response)
  }

  /// What the events of a topic are whose records are of a type; `nil` if the schema does not have it.
  package init?(eventsOf record: String, _ schema: DescribedSchema) {
    guard let event = schema.table(record) else { return nil }
    self.init(schema: schema, request: event, response: nil)
  }
}
