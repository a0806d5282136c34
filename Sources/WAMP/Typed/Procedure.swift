public import FlatBuffersRuntime

/// A procedure whose argument and result are records.
///
/// The schema compiler emits one for each method of an `rpc_service` with `(type: "procedure")`, as
/// a static member, so that a call reads `session.call(.usersGet, …)`.
public struct Procedure<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>: Sendable {
  /// The URI that the procedure is registered under.
  public var uri: String

  public init(_ uri: String) { self.uri = uri }
}
