internal import NIOCore
public import WAMP

/// One call of a procedure that this session offers.
///
/// Its handler's task is cancelled when the caller cancels.
public struct Invocation: Sendable {
  /// What the procedure was called with; see `Payload.arguments()`. Of a call in parts, the first one.
  public let payload: Payload
  /// All parts of what it was called with. Of a call that comes as a whole, ``payload`` alone.
  public let parts: CallParts
  /// The procedure called, if the router says it: it does for registrations of patterns.
  public let procedure: String?
  /// The calling session, if the router discloses it.
  public let caller: SessionID?
  /// Whom the router takes the caller for, if it discloses it.
  public let callerAuthID: String?
  /// The caller's role at the router, if it discloses it.
  public let callerAuthRole: String?
  /// How far the router trusts the caller, if it says it: 0 the least.
  public let trustLevel: UInt64?
  /// After how long the router will cancel the call, if it said so.
  public let timeout: Duration?
  /// Takes parts of the result before the last one, which is returned; `nil` if the caller wants none.
  public let progress: Progress?
  /// Whether further parts of what it was called with may follow ``payload``.
  package var isInParts: Bool { parts.others != nil }
  /// Details that have no property here, by their names in the protocol.
  public let others: Options
  /// The trace that the call is part of.
  let trace: TraceContext

  /// Where a handler sends the parts of its result.
  public struct Progress: Sendable {
    let request: RequestID
    let connection: ClientConnection.Handle

    /// Sends a part.
    ///
    /// - Throws: `CancellationError` if the call is over, `wamp.error.payload_size_exceeded` if the router
    ///   does not accept so much at once.
    public func send(_ payload: Payload) async throws {
      let (request, connection) = (request, connection)
      try await connection.eventLoop.submit {
        try connection.value.sendProgress(payload, of: request)
      }.get()
    }
  }

  init(
    _ message: Message.Invocation, _ others: StreamBuffer<Payload>?, _ connection: ClientConnection.Handle
  ) {
    payload = message.payload
    parts = CallParts(first: message.payload, others: others)
    procedure = message.procedure
    caller = message.caller
    callerAuthID = message.callerAuthID
    callerAuthRole = message.callerAuthRole
    trustLevel = message.trustLevel
    timeout = message.timeout.flatMap { Int64(exactly: $0) }.map { .milliseconds($0) }
    progress = message.receiveProgress ? Progress(request: message.request, connection: connection) : nil
    self.others = message.details
    trace = message.trace
  }
}
