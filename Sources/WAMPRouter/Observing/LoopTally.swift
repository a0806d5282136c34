internal import WAMP
internal import WAMPObservation
internal import WAMPTransport

/// What the connections of one event loop did, for metrics.
///
/// The two ways that have to be short cost next to nothing: a call answered from the received bytes is one addition, an event one for
/// all of its receivers on the loop. What else there is to tell of them follows from the rest.
final class LoopTally: Sendable {
  /// By the ordinals of their types.
  private let received: [Count] = MessageCode.allCases.map { _ in Count() }
  private let sent: [Count] = MessageCode.allCases.map { _ in Count() }
  /// Calls that ended with a message that is counted, by the indices of their outcomes.
  private let outcomes: [Count] = CallOutcome.allCases.map { _ in Count() }
  private let shortCalls = LoopCount()
  private let longCalls = LoopCount()
  private let events = LoopCount()
  private let dropped = LoopCount()
  private let acceptedPayloads = LoopCount()
  private let loggedPayloads = LoopCount()
  private let refusedPayloads = LoopCount()

  /// Arrays hold no values that cannot be copied.
  private final class Count: Sendable {
    let value = LoopCount()
  }

  func receive(_ code: MessageCode) { received[code.ordinal].value.add() }

  func send(_ message: Message) {
    sent[message.code.ordinal].value.add()
    switch message {
    case .result(let result) where !result.progress: outcomes[CallOutcome.result.index].value.add()
    case .error(let error) where error.requestType == .call:
      outcomes[CallOutcome(error: error.error).index].value.add()
    default: break
    }
  }

  /// A call that was read from its bytes is answered on this loop; what it fails with is told by ``fail(_:)``.
  @inline(__always)
  func answerShort() { shortCalls.add() }

  /// A call that was decoded in full is answered on this loop; what it fails with is told by ``fail(_:)``.
  func answerLong() { longCalls.add() }

  /// A call that is answered on this loop is answered with an error.
  func fail(_ error: WAMPError) {
    sent[MessageCode.error.ordinal].value.add()
    sent[MessageCode.result.ordinal].value.add(-1)
    outcomes[CallOutcome.result.index].value.add(-1)
    outcomes[CallOutcome(error: error.code.rawValue).index].value.add()
  }

  /// The request of a call that is answered on this loop is what it has to be.
  @inline(__always)
  func acceptPayload() { acceptedPayloads.add() }

  /// It is not.
  func count(_ fault: PayloadFault) {
    if fault.isRefused { refusedPayloads.add() } else { loggedPayloads.add() }
  }

  /// An event goes to so many sessions of this loop.
  func deliver(to sessions: Int) { events.add(sessions) }

  /// One of these does not get it.
  func drop() { dropped.add() }

  /// An event would have gone to so many sessions of this loop.
  func lose(_ sessions: Int) {
    events.add(sessions)
    dropped.add(sessions)
  }

  func add(to reading: inout RouterReading) {
    for code in MessageCode.allCases {
      reading.received[code] += received[code.ordinal].value.value
      reading.sent[code] += sent[code.ordinal].value.value
    }
    for outcome in CallOutcome.allCases {
      reading.calls[outcome.index] += outcomes[outcome.index].value.value
    }
    reading.payloads += PayloadCounts(
      accepted: acceptedPayloads.value, logged: loggedPayloads.value, refused: refusedPayloads.value)
    let (short, answered) = (shortCalls.value, shortCalls.value + longCalls.value)
    reading.received[.call] += short
    reading.sent[.result] += answered
    reading.calls[CallOutcome.result.index] += answered
    let delivered = events.value - dropped.value
    reading.sent[.event] += delivered
    reading.deliveredEvents += delivered
    reading.droppedEvents += dropped.value
  }
}
