public import FlatBuffersRuntime

/// A topic whose events are records.
///
/// The schema compiler emits one for each method of an `rpc_service` with `(type: "topic")`, as a
/// static member, so that subscribing reads `session.subscribe(to: .usersChanged)`.
public struct Topic<Event: FlatTable & ~Escapable>: Sendable {
  /// The URI that events are published to.
  public var uri: String

  public init(_ uri: String) { self.uri = uri }
}
