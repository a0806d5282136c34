public import NIOCore
internal import SharedBytes

/// What a connection tells its owner; every call comes on the connection's event loop.
///
/// `connectionOpened` and `connectionClosed` never come within one of the owner's own calls to the
/// connection.
public protocol ConnectionDelegate: AnyObject {
  /// The handshake is done; messages may be sent from now on.
  func connectionOpened(_ connection: MessageConnection)
  /// A message came. Replies may be appended; they are sent when the batch of messages ends.
  func connection(_ connection: MessageConnection, received message: ReceivedMessage)
  /// No more will come or can be sent.
  ///
  /// - Parameter error: why, unless either side closed in good order.
  func connectionClosed(_ connection: MessageConnection, error: (any Error)?)
}

/// One WebSocket connection after its handshake: frames in, messages out, and the other way round.
///
/// A server's connection sends with `sendmsg` from the event loop: frame heads and record bytes where
/// they lie, many messages at once. If the peer is slow, at most 64 KiB of the rest is copied and
/// handed to NIO, whose promise tells when the socket is writable again; meanwhile nothing more is
/// read from that peer. A peer that stays slow gets the whole rest copied, so that it never holds a
/// snapshot of the database. All members are for the event loop only.
public final class MessageConnection: ChannelDuplexHandler {
  public typealias InboundIn = ByteBuffer
  public typealias OutboundIn = ByteBuffer
  public typealias OutboundOut = ByteBuffer

  let configuration: ConnectionConfiguration
  let role: FrameReader.Role
  let counters: SendCounters
  /// The subprotocol both sides agreed on.
  public let subprotocol: String
  /// `nil` once it was told that the connection is closed, as it may hold the connection.
  private(set) var delegate: (any ConnectionDelegate)?

  var context: ChannelHandlerContext?
  /// Negative when there is none, or when nothing must be sent on it any more.
  var descriptor: CInt = -1
  var reader: FrameReader
  var inbound = ByteBuffer()
  let scratch: UnmaskingScratch
  let batch = OutboundBatch()
  /// Owned messages that found no room in the batch.
  var queue = OutboundQueue()
  /// NIO holds bytes of ours; whatever follows has to wait for them.
  var isStalled = false
  var isFlushing = false
  var isReadWanted = false
  var isReading = false
  /// The delegate knows of the connection; what arrives before is kept.
  var isOpened = false
  var state = State.open
  var closeTimer: Scheduled<Void>?
  var borrowTimer: Scheduled<Void>?
  var closeReason: (any Error)?

  enum State {
    case open
    /// Our close frame was appended; the peer's is awaited.
    case closing
    /// Nothing more is read; what was appended is sent, then the connection ends.
    case ending
    /// Nothing more is read or sent.
    case closed
  }

  init(
    role: FrameReader.Role, subprotocol: String, configuration: ConnectionConfiguration,
    counters: SendCounters, delegate: any ConnectionDelegate
  ) {
    self.role = role
    self.subprotocol = subprotocol
    self.configuration = configuration
    self.counters = counters
    self.delegate = delegate
    reader = FrameReader(role: role, maxMessageSize: configuration.maxMessageSize)
    scratch = UnmaskingScratch(capacity: role == .server ? 64 * 1024 : 0)
  }

  /// The loop everything of this connection happens on.
  public var eventLoop: (any EventLoop)? { context?.eventLoop }

  /// The peer's address.
  public var remoteAddress: String { context?.remoteAddress?.description ?? "unknown address" }

  /// Whether frames are still taken from the peer.
  var isReceiving: Bool { state == .open || state == .closing }

  public func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    // Looked up once: asking the pipeline at each send costs 2 µs.
    descriptor =
      (try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(
        of: NIOBSDSocket.Handle.self
      ) { $0 }) ?? -1
    // In the next turn: the handlers of the handshake leave the pipeline in this one.
    context.eventLoop.assumeIsolated().execute { self.open() }
  }

  private func open() {
    guard state == .open else { return }
    isOpened = true
    delegate?.connectionOpened(self)
    process()
    flush()
  }

  public func handlerRemoved(context: ChannelHandlerContext) {
    finish()
    self.context = nil
  }

  public func channelInactive(context: ChannelHandlerContext) {
    if state == .open && closeReason == nil { closeReason = TransportError.connectionLost }
    finish()
    context.fireChannelInactive()
  }

  public func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if closeReason == nil && state != .closed { closeReason = error }
    context.close(promise: nil)
  }

  private func finish() {
    closeTimer?.cancel()
    closeTimer = nil
    if state != .closed { release() }
    tellClosed()
  }

  /// Stops sending and gives back all that was borrowed.
  func release() {
    state = .closed
    // The number may belong to another socket as soon as the channel is closed.
    descriptor = -1
    borrowTimer?.cancel()
    borrowTimer = nil
    inbound = ByteBuffer()
    batch.reset()
    queue.removeAll()
  }

  /// Tells the delegate, once, in the next turn: what led here may be its own call.
  func tellClosed() {
    guard let context, let delegate else { return }
    self.delegate = nil
    let reason = closeReason
    context.eventLoop.assumeIsolated().execute { delegate.connectionClosed(self, error: reason) }
  }
}
