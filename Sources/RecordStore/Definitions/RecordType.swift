import FlatBuffersRuntime

/// What a store has to know about the type of a table's records, without the type.
struct RecordType: Sendable {
  /// The name in the schema, such as `demo.User`.
  let name: String
  /// The schema the type was generated from, if its code holds it.
  let schema: EmbeddedSchema?
  /// Checks that bytes are such a record.
  let verify: @Sendable (RawSpan) throws(VerificationError) -> Void

  init(
    name: String, schema: EmbeddedSchema?,
    verify: @escaping @Sendable (RawSpan) throws(VerificationError) -> Void
  ) {
    self.name = name
    self.schema = schema
    self.verify = verify
  }

  init<Record: FlatTable & ~Escapable>(_ type: Record.Type) {
    self.init(name: Record.schemaName, schema: Record.embeddedSchema) { bytes throws(VerificationError) in
      try Verifier.verify(bytes, as: Record.self)
    }
  }
}
