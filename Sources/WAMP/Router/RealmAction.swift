/// What the owner of a realm has to do.
public enum RealmAction: Sendable, Equatable {
  case send(Message, to: SessionID)
  /// The same event for many sessions: to be serialised once per serializer.
  case deliver(Message.Event, to: [SessionID])
  /// Run a procedure of the router's own process; answer with ``Realm/answer(_:with:progress:)`` or
  /// ``Realm/fail(_:with:)``.
  case invokeLocal(LocalInvocation)
  /// The caller of a running local invocation lost interest. It is to be answered all the same: the
  /// answer ends a call that was cancelled by `kill`, and has no effect if nobody waits for it.
  case interruptLocal(RequestID)
  /// The session broke the protocol: end it with ABORT.
  case abort(SessionID, WAMPError)
}

/// A call of a procedure that the router's own process registered.
public struct LocalInvocation: Sendable, Equatable {
  /// Names the invocation in the answer.
  public var id: RequestID
  public var registration: RegistrationID
  public var procedure: String
  public var payload: Payload
  public var caller: SessionID
  /// Whether progressive results are welcome.
  public var receiveProgress: Bool
}
