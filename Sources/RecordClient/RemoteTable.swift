public import FlatBuffersRuntime
public import RecordStore
internal import SharedBytes
internal import WAMP
internal import WAMPClient

/// A table that a router exposes, as a session sees it: what `WAMPSession.table(_:at:)` gives.
///
/// Keys are encoded by the code that the store uses, and records are verified and read inside the frames they came in.
/// All functions throw ``WAMPError``: what the router answered, `wamp.error.no_such_procedure` for what is not allowed
/// there.
public struct RemoteTable<Record: FlatTable & ~Escapable, Key: StoreKey>: Sendable {
  /// The table as generated code defines it.
  public let table: Table<Record, Key>
  /// What the URIs of its procedures begin with.
  public let prefix: String
  let session: WAMPSession

  init(_ table: Table<Record, Key>, at prefix: String, in session: WAMPSession) {
    self.table = table
    self.prefix = prefix
    self.session = session
  }

  /// Calls a procedure with a record, in the form that the router takes.
  func payload(_ request: SharedBytes) -> Payload {
    .record(request, form: RecordForm(for: session.routerRoles, as: .dealer))
  }
}
