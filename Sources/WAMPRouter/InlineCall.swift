public import SharedBytes
public import WAMP
import WAMPTransport

/// One call being answered; used again for the next one of its connection.
///
/// Valid during ``InlineResponder/Body`` only.
public final class InlineCall {
  /// Who calls.
  package let caller: Caller
  let connection: MessageConnection
  let serializer: SerializerKind
  private let unanswered: State
  /// Whether the client announced anything; see ``Message/forUnannounced``.
  private let isAnnounced: Bool
  private let tally: LoopTally
  var request = RequestID(0)
  var form = RecordForm.passthru
  private var state = State.answered
  private var heldSnapshot: (any SnapshotSource)?
  /// The trace that the call is part of; empty for calls that are read from their bytes, as those say nothing of it.
  var trace = TraceContext()
  /// Whether the caller takes progressive results: parts of the result before the last one.
  @usableFromInline
  package private(set) var takesParts = false
  /// What the result is in plain arguments, if the call was made with such.
  private var arguments: ProcedureArguments?
  /// Takes what the call is failed with, while somebody wants to know.
  private var watch: Watch?

  private final class Watch {
    var failure: WAMPError?
  }

  /// The snapshot the connection's current batch reads; kept by whoever opened it.
  ///
  /// Kept in a private property: one that other modules can change is watched by the runtime at each access.
  public var snapshot: (any SnapshotSource)? {
    get { heldSnapshot }
    set { heldSnapshot = newValue }
  }

  init(
    from caller: Caller, on connection: MessageConnection, serializer: SerializerKind, isAnnounced: Bool,
    tally: LoopTally
  ) {
    self.caller = caller
    self.connection = connection
    self.tally = tally
    self.serializer = serializer
    unanswered = serializer.isText ? .openForCopies : .open
    self.isAnnounced = isAnnounced
  }

  private enum State {
    /// Stored bytes can be sent from where they lie.
    case open
    /// The client's format is text, in which no bytes stand as they are, or it called with plain arguments.
    case openForCopies
    case answered
  }

  var isAnswered: Bool { state == .answered }

  func begin(_ request: RequestID, _ form: RecordForm) {
    self.request = request
    self.form = form
    state = unanswered
  }

  /// Says of the call that was begun that it was made with plain arguments, and is answered with such.
  func becomePlain() { state = .openForCopies }

  /// Answers the call that was begun, which was made with plain arguments.
  ///
  /// - Parameter answering: answers it with a record, which is sent as arguments.
  func answer(in arguments: ProcedureArguments, _ answering: () -> Void) {
    becomePlain()
    self.arguments = arguments
    defer { self.arguments = nil }
    answering()
  }

  /// Answers a call whose caller may take progressive results.
  func answer(takingParts takesParts: Bool, _ answering: () -> Void) {
    self.takesParts = takesParts
    defer { self.takesParts = false }
    answering()
  }

  /// Answers with bytes that stay where they are until they are sent.
  ///
  /// Bytes that `source` does not hold are copied, and counted.
  public func send(_ bytes: RawSpan, from source: any SnapshotSource) {
    send(bytes, from: source, isPart: false)
  }

  /// Sends a part of the result, as ``send(_:from:)`` sends the last one, which has to follow.
  ///
  /// - Precondition: the caller ``takesParts``.
  /// - Returns: false if the call is answered already: it failed, as the part before this one was too large for the
  ///   caller.
  @usableFromInline
  package func sendPart(_ bytes: RawSpan, from source: any SnapshotSource) -> Bool {
    guard !isAnswered else { return false }
    send(bytes, from: source, isPart: true)
    return !isAnswered
  }

  /// Sends a part of the result that owns its bytes, as ``sendPart(_:from:)`` sends one that does not.
  @usableFromInline
  func sendPart(_ bytes: SharedBytes) -> Bool {
    answer(with: bytes, isPart: true)
    return !isAnswered
  }

  @inline(__always)
  private func send(_ bytes: RawSpan, from source: any SnapshotSource, isPart: Bool) {
    guard source.holds(bytes) else {
      return answer(with: SharedBytes(copying: bytes), isPart: isPart, copyReason: .notStored)
    }
    guard state == .open else { return answer(with: SharedBytes(copying: bytes), isPart: isPart) }
    state = isPart ? .open : .answered
    let header = MessageTemplate.result(form, serializer, progress: isPart)
      .head(request.rawValue, payloadCount: bytes.byteCount)
    let count = header.byteCount + bytes.byteCount + header.tailPadding
    if count > connection.peerMaxMessageSize { return refuse(answerOfSize: count) }
    unsafe connection.send(
      borrowing: bytes, from: source, headCount: header.byteCount, tailPadding: header.tailPadding
    ) { unsafe header.write(to: $0) }
  }

  /// Answers with a record that owns its bytes.
  public func send(_ bytes: SharedBytes) {
    answer(with: bytes)
  }

  /// Answers a call with plain arguments in such, or sends a part of the result.
  ///
  /// - Returns: false if the call is answered: also if it failed, as a part was too large for the caller.
  @discardableResult
  package func send(plainly payload: Payload, isPart: Bool = false) -> Bool {
    let result = Message.Result(request: request, payload: payload, progress: isPart)
    answer(.result(result), copyReason: .translated)
    return !isAnswered
  }

  private func answer(with bytes: SharedBytes, isPart: Bool = false, copyReason: CopyReason? = nil) {
    guard let arguments else {
      let result = Message.Result(request: request, payload: .record(bytes, form: form), progress: isPart)
      return answer(.result(result), copyReason: copyReason)
    }
    do {
      let payload = isPart ? try arguments.part(of: bytes) : try arguments.response(of: bytes)
      send(plainly: payload, isPart: isPart)
    } catch {
      fail(error)
    }
  }

  /// The most bytes that a message to the caller may have.
  package var byteLimit: Int { connection.peerMaxMessageSize }

  /// Counts rows that were looked at for the answer: others get their turn after many, as they do after much was sent.
  package func countWork(rows: Int) { connection.countWork(rows: rows) }

  /// What tells an error with a record, in the form that the call was made in.
  package func answer(telling error: any AnsweringError) -> WAMPError {
    error.answer(in: arguments == nil ? form : nil, arguments)
  }

  /// Answers with an error.
  public func fail(_ error: WAMPError) {
    guard !isAnswered else { return }
    tally.fail(error)
    watch?.failure = error
    let message = error.answer(to: request, of: .call)
    answer(isAnnounced ? message : message.forUnannounced)
  }

  private func answer(_ message: Message, copyReason: CopyReason? = nil) {
    guard !isAnswered else { return }
    let before = state
    if case .result(let result) = message, result.progress {} else { state = .answered }
    do {
      let encoded = try serializer.encode(message)
      if encoded.count > connection.peerMaxMessageSize {
        switch message {
        case .result: return refuse(answerOfSize: encoded.count)
        case .error(var error) where error.payload != .none:
          error.payload = .none
          state = unanswered
          return answer(.error(error))
        // What remains and is too large ends the connection.
        default: break
        }
      }
      connection.send(encoded, isText: serializer.isText, copied: copyReason)
    } catch {
      state = before
      fail(error)
    }
  }
}

extension InlineCall {
  /// What answering fails the call with.
  func failure(of answering: () throws -> Void) rethrows -> WAMPError? {
    let watch = Watch()
    self.watch = watch
    defer { self.watch = nil }
    try answering()
    return watch.failure
  }

  /// The caller said to accept only smaller messages.
  private func refuse(answerOfSize count: Int) {
    state = unanswered
    fail(WAMPError(tooLarge: "the result", count, limit: connection.peerMaxMessageSize))
  }
}
