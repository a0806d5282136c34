/// What a connection does, as a pure machine: what happened goes in, what is to be done comes out. It has no clock:
/// its timers are started by actions, and come back as events.
struct ConnectionMachine {
  /// What differs between the framings.
  struct Manners: Equatable {
    /// Whether the end is said in a frame, and answered in one. Otherwise the end of the stream is all there is.
    var hasCloseFrames = true
    /// Whether silent peers are pinged. In RawSocket they are not: Autobahn|Python and Crossbar.io, which know no PING,
    /// take it for the head of a message of 16 MiB and end the connection; there the system looks after silent peers.
    var pings = true
    /// Whether nothing is read while the peer does not take its answers. If both sides did that, they could wait for
    /// each other for ever.
    var pausesReading = true
  }

  /// How far the connection is.
  enum Phase {
    /// The handshake is done, the owner does not know yet.
    case opening
    case open
    /// Our close frame was appended; the peer's is awaited.
    case closing
    /// Nothing more is read; what was appended is sent, then the connection ends.
    case ending
    /// Nothing more is read or sent.
    case closed
  }

  enum Timer: CaseIterable {
    /// Counts quarters of the peer's silence.
    case silence
    /// Bounds how long a slow peer holds borrowed bytes.
    case borrow
    /// Counts the seconds a slow peer is behind.
    case behind
    /// Bounds how long the peer can put off the end.
    case end
  }

  enum Event: Equatable {
    /// The channel is ours alone.
    case opened
    /// The socket takes no more; what follows has to wait.
    case blocked
    /// The socket still takes no more, and the rest of the batch was looked at.
    case stillBlocked(isBorrowing: Bool)
    /// The socket takes bytes again.
    case unblocked
    /// This turn of the loop sent as much as one connection may.
    case sliceSent
    case nextTurn
    /// Nothing is borrowed any more.
    case borrowedReturned
    /// All that was appended has left.
    case allSent
    /// The owner wants to close in good order.
    case closeWanted(CloseStatus)
    /// The connection is to end without what still waits for the peer.
    case cutOff(CloseStatus, TransportError)
    case closeReceived(CloseStatus)
    case violated(FramingViolation)
    /// The peer ended its direction without a close frame; it may still read.
    case inputEnded
    /// All that came before the peer's end was delivered.
    case inputDrained
    /// The connection cannot be used any more.
    case failed(TransportError)
    case fired(Timer)
    case channelClosed
  }

  enum Action: Equatable {
    case start(Timer, Duration)
    case stop(Timer)
    case tellOpened
    case tellBehind(Duration)
    case tellClosed(TransportError?)
    case sendPing
    case sendClose(CloseStatus)
    /// Forget what was appended and not begun to be sent.
    case dropWaiting
    case copyBorrowed
    /// Read and send on.
    case proceed
    case flush
    /// Go on after the loop has looked after others.
    case awaitTurn
    /// Give back all memory and all that was borrowed.
    case release
    /// End our direction, and wait for the peer to end its own.
    case endOutput
    case closeChannel
  }

  /// How often an owner is told that its peer is behind.
  static let behindInterval = Duration.seconds(1)

  private(set) var phase = Phase.opening
  /// The peer takes no more for now; whatever follows has to wait.
  private(set) var isBlocked = false
  /// Nothing more is read from a peer that takes no more.
  private var isReadingBlocked = false
  /// The next turn of the loop goes on.
  private(set) var isYielding = false
  /// The peer ended its direction, which ends the connection once all that came before is delivered.
  private(set) var awaitsLastInput = false
  /// Something came, or was taken, since the last quarter of silence.
  var isPeerHeard = false

  private let configuration: ConnectionConfiguration
  private let manners: Manners
  private var error: TransportError?
  private var isInputEnded = false
  private var isClosedTold = false
  private var isEndTimed = false
  private(set) var isBorrowTimed = false
  /// How many seconds the peer is behind; `nil` if it is not.
  private var secondsBehind: Int?
  private var silentQuarters = 0
  private var isPinged = false

  init(_ configuration: ConnectionConfiguration, _ manners: Manners = Manners()) {
    self.configuration = configuration
    self.manners = manners
  }

  /// Whether frames are still taken from the peer.
  var isReceiving: Bool { phase == .open || phase == .closing }
  /// Whether reading waits, for the peer or for the next turn.
  var isReadingPaused: Bool { isReadingBlocked || isYielding }
  /// Whether nothing may be sent for now.
  var isHeld: Bool { isBlocked || isYielding || phase == .closed }
  /// Whether ``Event/allSent`` would do anything.
  var awaitsAllSent: Bool { phase == .ending || secondsBehind != nil }

  mutating func handle(_ event: Event) -> [Action] {
    switch event {
    case .opened: return open()
    case .blocked:
      isBlocked = true
      isReadingBlocked = manners.pausesReading
    case .stillBlocked(let isBorrowing): return fallBehind(isBorrowing: isBorrowing)
    case .unblocked:
      guard isBlocked else { return [] }
      isBlocked = false
      isReadingBlocked = false
      isPeerHeard = true
      return phase == .closed ? [] : [.proceed]
    case .sliceSent:
      guard !isYielding, phase != .closed else { return [] }
      isYielding = true
      return [.awaitTurn]
    case .nextTurn:
      isYielding = false
      return isReadingPaused ? [] : [.proceed]
    case .borrowedReturned:
      guard isBorrowTimed else { return [] }
      isBorrowTimed = false
      return [.stop(.borrow)]
    case .allSent: return allSent()
    case .closeWanted(let status): return close(status)
    case .cutOff(let status, let error): return cutOff(status, error)
    case .closeReceived(let status): return receiveClose(status)
    case .violated(let violation):
      return end(.protocolViolation(violation), CloseStatus(code: violation.code, reason: violation.reason))
    case .inputEnded: return endInput()
    case .inputDrained:
      guard awaitsLastInput, phase == .open else { return [] }
      phase = .ending
      return [.flush]
    case .failed(let error):
      guard phase != .closed else { return [] }
      note(error)
      return release() + [.closeChannel]
    case .fired(let timer): return fire(timer)
    case .channelClosed: return channelClosed()
    }
    return []
  }

  /// How silent peers are pinged, if they are.
  private var pinging: ConnectionConfiguration.KeepAlive? { manners.pings ? configuration.keepAlive : nil }

  private mutating func note(_ reason: TransportError?) {
    if error == nil { error = reason }
  }

  private mutating func open() -> [Action] {
    guard phase == .opening else { return [] }
    phase = .open
    var actions = [Action.tellOpened]
    if let keepAlive = pinging { actions.append(.start(.silence, keepAlive.pingAfter / 4)) }
    return actions + [.proceed] + (isInputEnded ? endInput() : [])
  }

  private mutating func fallBehind(isBorrowing: Bool) -> [Action] {
    guard isBlocked, phase != .closed else { return [] }
    var actions: [Action] = []
    if isBorrowing && !isBorrowTimed {
      isBorrowTimed = true
      actions.append(.start(.borrow, configuration.borrowLimit))
    }
    if secondsBehind == nil {
      secondsBehind = 0
      actions.append(.start(.behind, ConnectionMachine.behindInterval))
    }
    return actions
  }

  private mutating func allSent() -> [Action] {
    guard !isBlocked else { return [] }
    var actions: [Action] = []
    if secondsBehind != nil {
      secondsBehind = nil
      // Even if it was behind for less than a second: its owner may have dropped something meanwhile.
      actions += [.stop(.behind), .tellBehind(.zero)]
    }
    if phase == .ending { actions += release() + [.endOutput] + tellClosed() }
    return actions
  }

  private mutating func close(_ status: CloseStatus) -> [Action] {
    guard phase == .open else { return [] }
    // A peer that ended its direction cannot answer.
    phase = isInputEnded || !manners.hasCloseFrames ? .ending : .closing
    return timeEnd() + announce(status) + [.flush]
  }

  private mutating func cutOff(_ status: CloseStatus, _ reason: TransportError) -> [Action] {
    guard isReceiving else { return [] }
    // The owner is told at once: how long the peer takes to read the rest is nothing to it.
    return [.dropWaiting] + end(reason, status).dropLast() + tellClosed() + [.flush]
  }

  private mutating func receiveClose(_ status: CloseStatus) -> [Action] {
    let isAnswer = phase == .closing
    if !isAnswer, let code = status.code, code != 1000 { note(.closedByPeer(code, status.reason)) }
    return end(nil, CloseStatus(code: status.code))
  }

  /// Reads nothing more, and ends the connection once everything appended has left.
  private mutating func end(_ reason: TransportError?, _ status: CloseStatus) -> [Action] {
    guard isReceiving else { return [] }
    note(reason)
    let isAnnounced = phase == .closing
    phase = .ending
    return (isAnnounced ? [] : announce(status)) + timeEnd() + [.flush]
  }

  private func announce(_ status: CloseStatus) -> [Action] {
    manners.hasCloseFrames ? [.sendClose(status)] : []
  }

  private mutating func endInput() -> [Action] {
    isInputEnded = true
    switch phase {
    case .opening, .closed: return []
    case .open where !manners.hasCloseFrames:
      note(.connectionLost)
      awaitsLastInput = true
      return timeEnd() + [.proceed]
    case .open:
      // Whether it only ended its direction, or is gone: the system of one that is gone answers the ping with a reset.
      note(.connectionLost)
      return timeEnd() + [.sendPing, .flush]
    case .closing, .ending:
      phase = .ending
      return timeEnd() + [.flush]
    }
  }

  private mutating func timeEnd() -> [Action] {
    guard !isEndTimed else { return [] }
    isEndTimed = true
    return [.stop(.silence), .start(.end, configuration.handshakeTimeout)]
  }

  private mutating func fire(_ timer: Timer) -> [Action] {
    switch timer {
    case .silence: return countSilence()
    case .borrow:
      isBorrowTimed = false
      return isBlocked && phase != .closed ? [.copyBorrowed] : []
    case .behind:
      guard let seconds = secondsBehind, phase != .closed else { return [] }
      secondsBehind = seconds + 1
      return [
        .start(.behind, ConnectionMachine.behindInterval),
        .tellBehind(ConnectionMachine.behindInterval * (seconds + 1)),
      ]
    case .end:
      guard phase == .open else { return [.closeChannel] }
      // It had the time to take its answers.
      phase = .ending
      return [.start(.end, configuration.handshakeTimeout), .flush]
    }
  }

  private mutating func countSilence() -> [Action] {
    guard let keepAlive = pinging, phase == .open else { return [] }
    silentQuarters = isPeerHeard ? 0 : silentQuarters + 1
    if isPeerHeard { isPinged = false }
    isPeerHeard = false
    if silentQuarters < 4 {
      return [.start(.silence, (isPinged ? keepAlive.closeAfter : keepAlive.pingAfter) / 4)]
    }
    silentQuarters = 0
    if !isPinged {
      isPinged = true
      return [.sendPing, .flush, .start(.silence, keepAlive.closeAfter / 4)]
    }
    let silence = TransportError.peerSilent(keepAlive.pingAfter + keepAlive.closeAfter)
    return cutOff(CloseStatus(code: 1008, reason: silence.message), silence)
  }

  private mutating func release() -> [Action] {
    phase = .closed
    isBorrowTimed = false
    secondsBehind = nil
    return [.stop(.silence), .stop(.borrow), .stop(.behind), .release]
  }

  private mutating func tellClosed() -> [Action] {
    guard !isClosedTold else { return [] }
    isClosedTold = true
    return [.tellClosed(error)]
  }

  private mutating func channelClosed() -> [Action] {
    if phase == .opening || phase == .open { note(.connectionLost) }
    let released = phase == .closed ? [] : release()
    return released + [.stop(.end)] + tellClosed()
  }
}
