/// What the owner of a realm has to do.
package enum RealmAction: Sendable, Equatable {
  case send(Message, to: SessionID)
  /// The same event for many sessions: to be serialised once per format, with one hop per event loop.
  case deliver(Message.Event, to: [Receivers])
  /// Have the keeper of this number keep an event; tell ``Realm/kept(_:failure:)``.
  case keep(KeptEvent, by: Int)
  /// Answer a call on its caller's own event loop: it came here before that loop knew of the procedure.
  case answerOnCallersLoop(Message.Call, to: SessionID)
  /// Run a procedure of the router's own process; answer with ``Realm/answer(_:with:progress:)`` or
  /// ``Realm/fail(_:with:)``.
  case invokeLocal(LocalInvocation)
  /// The caller of a running local invocation lost interest. It is to be answered all the same: the
  /// answer ends a call that was cancelled by `kill`, and has no effect if nobody waits for it.
  case interruptLocal(RequestID)
  /// Tell ``Realm/timedOut(_:)`` when the time is over, unless the timer is stopped before.
  case startTimer(CallTimer, after: Duration)
  case stopTimer(CallTimer)
  /// Ask the authorizer of the session's role; tell ``Realm/authorized(_:_:)``.
  case authorize(AuthorizationRequest)
  /// Tell in the log what a session sent that is not what it has to be.
  case report(PayloadFault)
  /// The session is not part of the realm any more: end it with this GOODBYE.
  case close(SessionID, Message.Goodbye)
  /// The session broke the protocol: end it with ABORT.
  case abort(SessionID, WAMPError)
}

/// Sessions that get the same bytes on the same event loop.
package struct Receivers: Sendable, Equatable {
  package let outlet: Outlet
  package let sessions: [SessionID]
}

/// Names the time that a call may take.
package struct CallTimer: Sendable, Hashable {
  package let caller: SessionID
  package let request: RequestID
}

/// A call of a procedure that the router's own process registered.
package struct LocalInvocation: Sendable, Equatable {
  /// Names the invocation in the answer.
  package var id: RequestID
  package var registration: RegistrationID
  package var procedure: String
  package var payload: Payload
  package var caller: Caller
  /// Whether progressive results are welcome.
  package var receiveProgress: Bool
  /// The trace that the call is part of.
  package var trace = TraceContext()
}
