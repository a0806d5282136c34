package import FlatBuffersRuntime
internal import Synchronization

/// The plain arguments of all schemas that the procedures and topics of a router or a session are from: those of one schema
/// share what is loaded of it.
package final class ArgumentLibrary: Sendable {
  // A mutex, because any task registers and subscribes. No more schemas come than the program has.
  private let schemas = Mutex<[UInt64: SchemaArguments]>([:])

  package init() {}

  /// The plain arguments of a schema's records.
  package func arguments(of schema: EmbeddedSchema) -> SchemaArguments {
    schemas.withLock { schemas in
      if let known = schemas[schema.fingerprint] { return known }
      let arguments = SchemaArguments(schema)
      schemas[schema.fingerprint] = arguments
      return arguments
    }
  }
}
