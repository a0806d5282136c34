public import FlatBuffersRuntime

/// A topic whose events are records.
///
/// The schema compiler emits one for each method of an `rpc_service` with `(type: "topic")`, as a
/// static member, so that subscribing reads `session.subscribe(to: .usersChanged)`.
///
/// Events that peers publish with plain arguments, the fields of `Event` in their order, are taken for records, too.
public struct Topic<Event: FlatTable & ~Escapable>: Sendable {
  /// The URI that events are published to.
  public var uri: String
  /// The schema that says what the records are in plain arguments; without it, they are not taken.
  public var schema: EmbeddedSchema?

  public init(_ uri: String, schema: EmbeddedSchema? = nil) {
    self.uri = uri
    self.schema = schema
  }
}
