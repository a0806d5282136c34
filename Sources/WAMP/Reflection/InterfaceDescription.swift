internal import FlatBuffersReflection

/// What a realm tells of a procedure, a topic or an error.
package struct InterfaceDescription: Sendable, Equatable {
  /// One argument of a payload.
  package struct Argument: Sendable, Equatable {
    package var name: String
    /// In the words of the schema language; `nil` if nobody says.
    package var type: String?
    package var isRequired = false
  }

  /// What a request, a result or an event is made of.
  package struct Content: Sendable, Equatable {
    /// The full name of its table; `nil` if it is no record.
    package var record: String?
    /// What is given by its place.
    package var positional: [Argument] = []
    /// What is given by its name.
    package var keywords: [Argument] = []
  }

  /// Who answers the calls of a procedure.
  package struct Registered: Sendable, Equatable {
    /// What was registered: the procedure, or a pattern that covers it.
    package var pattern: String
    package var match = MatchPolicy.exact
    package var invoke = InvocationPolicy.single
  }

  package var uri: String
  /// For people.
  package var documentation: String?
  /// The method of a schema's service that says what it is.
  package var method: String?
  package var request: Content?
  package var response: Content?
  package var event: Content?
  /// What each part of a result is that comes before the response; `nil` if it comes as a whole.
  package var part: Content?
  /// The URIs of the errors that a procedure says it can fail with.
  package var errors: [String] = []
  /// What an error tells.
  package var error: Content?
  /// The schema that the records are of.
  package var schema: SchemaIdentity?
  /// `nil` if nobody answers the procedure now, and for what is no procedure.
  package var registered: Registered?
  /// Whether what answers the procedure is known to take a record, and to answer with one.
  package var takesRecords = false

  package init(_ uri: String) { self.uri = uri }
}

extension InterfaceDescription {
  /// Adds what a schema says.
  mutating func add(_ interface: DescribedInterface) {
    let schema = interface.schema.loaded.schema
    let request = Content(schema, interface.request)
    if let response = interface.response {
      self.request = request
      self.response = Content(schema, response)
      part = interface.part.map { Content(schema, $0) }
      errors = interface.errors
    } else {
      event = request
    }
    method = interface.method
    self.schema = interface.schema.identity
    add(interface.documentation)
  }

  /// Adds what a schema says of an error.
  ///
  /// - Parameter table: the index of its table in the schema's objects.
  mutating func add(error table: Int, of described: DescribedSchema) {
    let schema = described.loaded.schema
    error = Content(schema, table)
    self.schema = described.identity
    add(schema.objects[table].header.documentation)
  }

  private mutating func add(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    documentation = lines.map { $0.hasPrefix(" ") ? String($0.dropFirst()) : $0 }.joined(separator: "\n")
  }
}

extension InterfaceDescription.Content {
  /// The plain arguments of a table of a schema.
  ///
  /// - Parameter table: its index in the schema's objects.
  init(_ schema: Schema, _ table: Int) {
    let object = schema.objects[table]
    let mapping = ArgumentMapping(object)
    func arguments(_ fields: [FieldDefinition]) -> [InterfaceDescription.Argument] {
      fields.map {
        .init(name: $0.name, type: schema.name(of: $0.type), isRequired: $0.isRequired)
      }
    }
    self.init(
      record: object.name.description, positional: arguments(mapping.positional),
      keywords: arguments(mapping.keywords))
  }

  /// Arguments of which only the names are known.
  init(names: [String]) { self.init(positional: names.map { .init(name: $0) }) }
}
