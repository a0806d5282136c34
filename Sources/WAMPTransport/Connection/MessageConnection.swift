package import NIOCore
internal import SharedBytes

/// One connection after its handshake: frames in, messages out, and the other way round.
///
/// A connection that sends directly does so with `sendmsg` from the event loop: frame heads and record bytes where
/// they lie, many messages at once. If the peer is slow, at most 64 KiB of the rest is copied and
/// handed to NIO, whose promise tells when the socket is writable again; meanwhile nothing more is
/// read from that peer. A peer that stays slow gets the whole rest copied, so that it never holds a
/// snapshot of the database. All members are for the event loop only.
///
/// What happens when is decided by ``ConnectionMachine``; this class carries it out.
package final class MessageConnection: ChannelDuplexHandler {
  package typealias InboundIn = ByteBuffer
  package typealias OutboundIn = ByteBuffer
  package typealias OutboundOut = ByteBuffer

  let configuration: ConnectionConfiguration
  let framing: Framing
  /// Whether it speaks RawSocket.
  package var isRawSocket: Bool { framing.style == .rawSocket }
  let way: SendingWay
  /// Asked for each message: comparing ways costs more.
  let isDirect: Bool
  let counters: LoopCounters
  /// How messages are marked off in those of WebSocket, if several may come in one.
  var batches: BatchStyle? {
    didSet { isWrapping = batches != nil || deflater != nil }
  }
  /// Compresses what is sent; `nil` where nothing was agreed on.
  let deflater: (any MessageDeflating)?
  /// Whether messages are sent in another form than they have. Asked for each message, instead of both above.
  private(set) var isWrapping: Bool
  /// The subprotocol both sides agreed on.
  package let subprotocol: String
  /// `nil` once it was told that the connection is closed, as it may hold the connection.
  private(set) var delegate: (any ConnectionDelegate)?
  /// Replaced as a whole, never changed in place, like ``inbound``: a stored property that is changed in place by a
  /// function is watched for overlapping accesses while the program runs, which costs some 80 instructions at each
  /// look at it, and these are looked at some 20 times for each call.
  var machine: ConnectionMachine

  var context: ChannelHandlerContext?
  /// Negative when nothing is sent on it directly, or nothing must be any more.
  var descriptor: CInt = -1
  var inbound = ByteBuffer()
  let scratch: UnmaskingScratch
  let batch: OutboundBatch
  /// Owned messages that found no room in the batch.
  let queue = OutboundQueue()
  var isFlushing = false
  var isReadWanted = false
  var isReading = false
  /// What was sent since the loop last looked after others.
  var sentInTurn = 0
  private var timers: [ConnectionMachine.Timer: Scheduled<Void>] = [:]
  private let share: TransportBudget.Share?

  /// - Parameters:
  ///   - framing: how messages are marked off in the stream.
  ///   - way: how frames reach the socket.
  ///   - compression: what was agreed on for what is sent; `nil` to compress nothing.
  ///   - memory: what the connections of its loop share; without it, it has its own.
  init(
    _ framing: Framing, sending way: SendingWay, subprotocol: String, compression: Compression? = nil,
    configuration: ConnectionConfiguration, counters: LoopCounters, memory: LoopMemory = LoopMemory(),
    delegate: any ConnectionDelegate
  ) {
    self.framing = framing
    peerMaxMessageSize = framing.peerMaxMessageSize
    self.way = way
    isDirect = way == .direct
    self.subprotocol = subprotocol
    deflater = compression?.makeDeflater()
    isWrapping = deflater != nil
    self.configuration = configuration
    self.counters = counters
    self.delegate = delegate
    machine = ConnectionMachine(configuration, framing.manners)
    batch = OutboundBatch(framing.style, memory: memory.batches)
    scratch = memory.scratch
    share = configuration.budget.map { TransportBudget.Share(of: $0) }
  }

  /// The loop everything of this connection happens on.
  package var eventLoop: (any EventLoop)? { context?.eventLoop }

  /// The client's address, of a server's connection; `nil` if it has none, as on a Unix socket.
  package internal(set) var peerAddress: IPAddress?

  /// What addresses of clients are told apart by; `nil` of who connects from this machine, or has none.
  package var peerOrigin: [UInt8]? { ConnectionQuota.origin(of: peerAddress) }

  /// The peer's address, for people.
  package var remoteAddress: String {
    if way == .throughPipeline(.inProcess) { return "this process" }
    guard let remote = context?.remoteAddress else { return "unknown address" }
    guard let peerAddress, peerAddress != IPAddress(remote) else { return "\(remote)" }
    return "\(peerAddress) through \(remote)"
  }

  /// The largest message accepted, in bytes. May be changed at any time; a message is judged by its frames' heads.
  package var maxMessageSize: Int {
    get { framing.maxMessageSize }
    set { framing.maxMessageSize = min(max(newValue, 0), 1 << 30) }
  }

  /// The largest message that the peer said to accept, in bytes; `Int.max` if it has not said. A larger one is not
  /// sent: the connection ends instead, so whoever sends asks before.
  package let peerMaxMessageSize: Int

  /// The certificate that the peer showed and proved to hold, in DER; `nil` if it showed none.
  package internal(set) var peerCertificate: [UInt8]?

  /// The cookie of the peer's handshake, until somebody has made use of it; `nil` if it has none.
  package var cookie: HandshakeCookie?

  /// The bytes that were appended and not yet handed to the system.
  package var pendingBytes: Int { batch.pendingBytes + queue.byteCount }

  package func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    if isDirect {
      // Looked up once: asking the pipeline at each send costs 2 µs.
      guard
        let handle = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(
          of: NIOBSDSocket.Handle.self, { $0 })
      else { return apply(.failed(.noDescriptor)) }
      descriptor = handle
    }
    // In the next turn: the handlers of the handshake leave the pipeline in this one.
    context.eventLoop.assumeIsolated().execute { self.apply(.opened) }
  }

  package func handlerRemoved(context: ChannelHandlerContext) {
    apply(.channelClosed)
    self.context = nil
  }

  package func channelInactive(context: ChannelHandlerContext) {
    apply(.channelClosed)
    context.fireChannelInactive()
  }

  package func errorCaught(context: ChannelHandlerContext, error: any Error) {
    apply(.failed(.channelFailed(error)))
  }

  package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event { apply(.inputEnded) }
    context.fireUserInboundEventTriggered(event)
  }

  /// Tells the machine what happened, and does what it says.
  func apply(_ event: ConnectionMachine.Event) {
    var next = machine
    let actions = next.handle(event)
    machine = next
    for action in actions { perform(action) }
  }

  private func perform(_ action: ConnectionMachine.Action) {
    switch action {
    case .start(let timer, let time): start(timer, in: time)
    case .stop(let timer): timers.removeValue(forKey: timer)?.cancel()
    case .tellOpened: delegate?.connectionOpened(self)
    case .tellBehind(let time): delegate?.connection(self, isBehindFor: time)
    case .tellClosed(let error): tellClosed(error)
    case .sendPing: enqueue(EncodedMessage(head: []), .ping)
    case .sendClose(let status): enqueue(EncodedMessage(head: status.payload), .close)
    case .dropWaiting: dropWaiting()
    case .copyBorrowed: copyBorrowed()
    case .proceed: proceed()
    case .flush: sendWaiting()
    case .awaitTurn: awaitTurn()
    case .release: release()
    case .endOutput: endOutput()
    // Not within the current call, as the owner may be in the middle of something.
    case .closeChannel: context?.eventLoop.assumeIsolated().execute { self.context?.close(promise: nil) }
    }
  }

  private func start(_ timer: ConnectionMachine.Timer, in time: Duration) {
    timers[timer]?.cancel()
    timers[timer] = context?.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) {
      self.timers[timer] = nil
      self.apply(.fired(timer))
    }
  }

  /// Reads and sends on.
  private func proceed() {
    // NIO wrote at once: whoever is sending goes on.
    if isFlushing { return }
    sendWaiting()
    process()
    sendWaiting()
    if !machine.isReadingPaused && isReadWanted {
      isReadWanted = false
      context?.read()
    }
  }

  private func awaitTurn() {
    // A task for at once would run before the loop polls its sockets again.
    context?.eventLoop.assumeIsolated().scheduleTask(in: .microseconds(20)) {
      self.sentInTurn = 0
      self.apply(.nextTurn)
    }
  }

  /// Counts what is held for the peer, and ends the connection if that is more than its share.
  func chargeBudget() {
    guard let share, machine.isReceiving else { return }
    let held = framing.unfinishedBytes + inbound.readableBytes + (machine.isBlocked ? pendingBytes : 0)
    if share.differs(from: held), !share.hold(held) {
      let error = TransportError.overBudget(held: held, limit: share.limit)
      apply(
        .cutOff(CloseStatus(code: error.closeCode, reason: "too many bytes are held for all peers"), error))
    }
  }

  private func dropWaiting() {
    queue.removeAll()
    dropReceived()
  }

  private func dropReceived() {
    inbound = ByteBuffer()
    framing.dropUnfinished()
    _ = share?.hold(0)
  }

  /// Stops sending and gives back all that was borrowed.
  private func release() {
    // The number may belong to another socket as soon as the channel is closed.
    descriptor = -1
    batch.reset()
    dropWaiting()
  }

  /// Tells the delegate in the next turn: what led here may be its own call.
  private func tellClosed(_ error: TransportError?) {
    guard let context, let delegate else { return }
    self.delegate = nil
    context.eventLoop.assumeIsolated().execute { delegate.connectionClosed(self, error: error) }
  }
}
