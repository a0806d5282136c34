internal import FlatBuffersReflection
package import FlatBuffersRuntime
internal import Synchronization

/// The plain arguments of a schema's records. The schema is loaded when the first are said, which may be never.
package final class SchemaArguments: Sendable {
  private struct Loaded {
    let schema: Schema
    var records: [String: RecordArguments] = [:]
  }

  private let schema: EmbeddedSchema
  // A mutex, because calls of one procedure run on any thread.
  private let loaded = Mutex<Loaded?>(nil)

  package init(_ schema: EmbeddedSchema) { self.schema = schema }

  /// - Parameter record: the full name of the records' type.
  /// - Throws: `wamp.error.runtime_error` if the program's schema can't be loaded, or has no such type.
  package func arguments(of record: String) throws(WAMPError) -> RecordArguments {
    try loaded.withLock { loaded throws(WAMPError) in
      if let known = loaded?.records[record] { return known }
      if loaded == nil {
        do {
          loaded = Loaded(schema: try Schema(binary: schema.bytes))
        } catch {
          throw WAMPError(.runtimeError, "the schema \(schema.name) can't be loaded: \(error)")
        }
      }
      guard let schema = loaded?.schema, let arguments = RecordArguments(schema, record) else {
        throw WAMPError(.runtimeError, "the schema \(schema.name) has no table \(record)")
      }
      loaded?.records[record] = arguments
      return arguments
    }
  }
}
