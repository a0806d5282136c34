internal import FlatBuffersReflection
package import FlatBuffersRuntime
package import SharedBytes
internal import Synchronization

/// The plain arguments of a schema's records. The schema is loaded when a procedure of it is registered, or the first
/// arguments of an event are read.
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

  /// The record that arguments describe.
  ///
  /// - Parameters:
  ///   - record: the full name of its type.
  ///   - uri: what was called with the arguments, or published to, for errors.
  /// - Throws: `code` with the path to what is wrong, behind `uri`; as ``arguments(of:)``.
  package func record(
    _ record: String, of payload: Payload, for uri: String, _ code: WAMPError.Code
  ) throws(WAMPError) -> SharedBytes {
    do throws(WAMPError) {
      return try arguments(of: record).record(of: payload, code)
    } catch {
      throw WAMPError(error.code, "\(uri): \(error.message)")
    }
  }

  /// Holds a record against the rules of the schema.
  ///
  /// - Parameters:
  ///   - record: the full name of its type.
  ///   - isRequest: whether a caller made it, who gives what is read-only no value.
  ///   - uri: what was called with it, or published to, for errors.
  /// - Throws: `code` with the path to what is wrong, behind `uri`; as ``arguments(of:)``.
  package func check(
    _ bytes: SharedBytes, as record: String, isRequest: Bool, for uri: String, _ code: WAMPError.Code
  ) throws(WAMPError) {
    do throws(WAMPError) {
      try arguments(of: record).check(bytes, isRequest: isRequest, code)
    } catch {
      throw WAMPError(error.code, "\(uri): \(error.message)")
    }
  }
}
