internal import FlatBuffersReflection
package import FlatBuffersRuntime
package import SharedBytes
internal import Synchronization

/// The plain arguments of a schema's records. The schema is loaded when a procedure of it is registered, or the first
/// arguments of an event, a result or an error are read.
package final class SchemaArguments: Sendable {
  private struct Loaded {
    let schema: LoadedSchema
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
      let now = if let loaded { loaded } else { try load() }
      loaded = now
      guard let arguments = RecordArguments(now.schema.schema, record) else {
        throw WAMPError(.runtimeError, "the schema \(schema.name) has no table \(record)")
      }
      loaded?.records[record] = arguments
      return arguments
    }
  }

  /// The schema itself.
  ///
  /// - Throws: `wamp.error.runtime_error` if the program's schema can't be loaded.
  package func loadedSchema() throws(WAMPError) -> LoadedSchema {
    try loaded.withLock { loaded throws(WAMPError) in
      let now = if let loaded { loaded } else { try load() }
      loaded = now
      return now.schema
    }
  }

  private func load() throws(WAMPError) -> Loaded {
    do {
      return Loaded(schema: LoadedSchema(schema, try Schema(binary: schema.bytes)))
    } catch {
      throw WAMPError(.runtimeError, "the schema \(schema.name) can't be loaded: \(error)")
    }
  }

  /// A request or an event in arguments.
  ///
  /// - Parameters:
  ///   - type: the full name of its type.
  ///   - uri: what it is for, for errors.
  /// - Throws: as ``RecordArguments/payload(of:)`` and ``arguments(of:)``.
  package func payload(
    of record: SharedBytes, _ type: String, for uri: String
  ) throws(WAMPError) -> Payload {
    do throws(WAMPError) {
      return try arguments(of: type).payload(of: record)
    } catch {
      throw error.about(uri)
    }
  }

  /// The event, result or error that arguments describe, held against the rules of the schema.
  ///
  /// What a peer with a newer schema says besides is passed over, as it is in records: arguments behind the known ones, other
  /// keywords, and other fields of maps.
  ///
  /// - Parameters:
  ///   - record: the full name of its type.
  ///   - uri: what it was published to, or what answered so, for errors.
  /// - Throws: `wamp.error.invalid_payload` with the path to what is wrong, behind `uri`; as ``arguments(of:)``.
  package func record(
    _ record: String, of payload: Payload, for uri: String
  ) throws(WAMPError) -> SharedBytes {
    do throws(WAMPError) {
      let arguments = try arguments(of: record)
      let said = try arguments.record(of: payload, .invalidPayload, skippingUnknown: true)
      try arguments.check(said, isRequest: false, .invalidPayload)
      return said
    } catch {
      throw error.about(uri)
    }
  }
}
