internal import NIOCore
internal import Synchronization

/// One end of a connection within this process: what is written to one end is read from the other, each on its own
/// event loop.
///
/// Unchecked `Sendable`, and sound because all that changes is touched on the event loop only, but for two flags that
/// are atomic and the pipeline, which is set before anyone else sees the channel.
final class InProcessChannel: Channel, @unchecked Sendable {
  /// How many bytes may be under way before the writer is told to wait, and how few before it may go on.
  private static let watermarks = (low: 32 * 1024, high: 64 * 1024)

  let allocator = ByteBufferAllocator()
  let eventLoop: any EventLoop
  private var ownPipeline: ChannelPipeline?
  private let closePromise: EventLoopPromise<Void>
  private let active = Atomic(false)
  private let writable = Atomic(true)

  private var peer: InProcessChannel?
  private var isOpen = true
  private var isOutputEnded = false
  /// The peer writes no more.
  private var isInputEnded = false
  /// Written and not flushed.
  private var written: [(bytes: ByteBuffer, promise: EventLoopPromise<Void>?)] = []
  /// Flushed, and not read by the peer's handlers.
  private var bytesUnderWay = 0
  /// Come, and not wanted yet.
  private var inbound: [ByteBuffer] = []
  private var isReadWanted = false

  private init(on eventLoop: any EventLoop) {
    self.eventLoop = eventLoop
    closePromise = eventLoop.makePromise()
    ownPipeline = ChannelPipeline(channel: self)
  }

  /// Two ends, each to be opened on its own loop.
  static func pair(on first: any EventLoop, _ second: any EventLoop) -> (InProcessChannel, InProcessChannel) {
    let ends = (InProcessChannel(on: first), InProcessChannel(on: second))
    ends.0.peer = ends.1
    ends.1.peer = ends.0
    return ends
  }

  /// Begins to pass on what is written and read.
  func open(_ handler: any ChannelHandler) throws {
    try pipeline.syncOperations.addHandler(handler)
    active.store(true, ordering: .relaxed)
    pipeline.syncOperations.fireChannelRegistered()
    pipeline.syncOperations.fireChannelActive()
    pipeline.read()
  }

  // MARK: - What the peer tells

  private func receive(_ buffers: [ByteBuffer]) {
    guard isOpen else { return }
    inbound += buffers
    deliver()
  }

  private func deliver() {
    guard isReadWanted, !inbound.isEmpty else { return }
    isReadWanted = false
    let buffers = inbound
    inbound = []
    var count = 0
    for bytes in buffers {
      count += bytes.readableBytes
      pipeline.syncOperations.fireChannelRead(NIOAny(bytes))
    }
    pipeline.syncOperations.fireChannelReadComplete()
    tellPeer { [count] in $0.taken(count) }
    if isOpen { pipeline.read() }
  }

  private func taken(_ count: Int) {
    bytesUnderWay -= count
    guard isOpen, bytesUnderWay <= Self.watermarks.low, !isWritable else { return }
    writable.store(true, ordering: .relaxed)
    pipeline.syncOperations.fireChannelWritabilityChanged()
  }

  private func inputEnded() {
    guard isOpen, !isInputEnded else { return }
    isInputEnded = true
    pipeline.syncOperations.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    if isOutputEnded { end() }
  }

  private func peerClosed() {
    guard isOpen else { return }
    // What it said before is read, whether that is wanted now or not.
    isReadWanted = true
    deliver()
    end()
  }

  private func tellPeer(_ body: @escaping @Sendable (InProcessChannel) -> Void) {
    guard let peer else { return }
    peer.eventLoop.execute { body(peer) }
  }

  private func end() {
    guard isOpen else { return }
    isOpen = false
    active.store(false, ordering: .relaxed)
    tellPeer { $0.peerClosed() }
    peer = nil
    for entry in written { entry.promise?.fail(ChannelError.ioOnClosedChannel) }
    written = []
    inbound = []
    pipeline.syncOperations.fireChannelInactive()
    pipeline.syncOperations.fireChannelUnregistered()
    // Later: whoever closed may be in the middle of the pipeline.
    eventLoop.execute {
      self.removeHandlers(pipeline: self.pipeline)
      self.closePromise.succeed()
    }
  }
}

// What NIO asks of a channel.
extension InProcessChannel {
  var pipeline: ChannelPipeline {
    guard let ownPipeline else { preconditionFailure("the pipeline is made with the channel") }
    return ownPipeline
  }
  var closeFuture: EventLoopFuture<Void> { closePromise.futureResult }
  var localAddress: SocketAddress? { nil }
  var remoteAddress: SocketAddress? { nil }
  var parent: (any Channel)? { nil }
  var isWritable: Bool { writable.load(ordering: .relaxed) }
  var isActive: Bool { active.load(ordering: .relaxed) }
  var _channelCore: any ChannelCore { self }

  func setOption<Option: ChannelOption>(_ option: Option, value: Option.Value) -> EventLoopFuture<Void> {
    eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
  }

  func getOption<Option: ChannelOption>(_ option: Option) -> EventLoopFuture<Option.Value> {
    eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
  }
}

extension InProcessChannel: ChannelCore {
  func localAddress0() throws -> SocketAddress { throw ChannelError.operationUnsupported }

  func remoteAddress0() throws -> SocketAddress { throw ChannelError.operationUnsupported }

  func register0(promise: EventLoopPromise<Void>?) { promise?.succeed() }

  func registerAlreadyConfigured0(promise: EventLoopPromise<Void>?) { promise?.succeed() }

  func bind0(to: SocketAddress, promise: EventLoopPromise<Void>?) {
    promise?.fail(ChannelError.operationUnsupported)
  }

  func connect0(to: SocketAddress, promise: EventLoopPromise<Void>?) {
    promise?.fail(ChannelError.operationUnsupported)
  }

  func write0(_ data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard isOpen, !isOutputEnded else {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    written.append((unwrapData(data, as: ByteBuffer.self), promise))
  }

  func flush0() {
    guard isOpen, !written.isEmpty else { return }
    let entries = written
    written = []
    let buffers = entries.map(\.bytes).filter { $0.readableBytes > 0 }
    bytesUnderWay += buffers.reduce(0) { $0 + $1.readableBytes }
    if bytesUnderWay > Self.watermarks.high { writable.store(false, ordering: .relaxed) }
    if !buffers.isEmpty { tellPeer { $0.receive(buffers) } }
    for entry in entries { entry.promise?.succeed() }
  }

  func read0() {
    isReadWanted = true
    guard !inbound.isEmpty else { return }
    // Later: whoever wants to read may be in the middle of something.
    eventLoop.execute { self.deliver() }
  }

  func close0(error: any Error, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    guard isOpen else {
      promise?.fail(ChannelError.alreadyClosed)
      return
    }
    switch mode {
    case .output where !isInputEnded:
      isOutputEnded = true
      tellPeer { $0.inputEnded() }
    case .output, .all: end()
    case .input:
      promise?.fail(ChannelError.operationUnsupported)
      return
    }
    promise?.succeed()
  }

  func triggerUserOutboundEvent0(_ event: Any, promise: EventLoopPromise<Void>?) {
    promise?.fail(ChannelError.operationUnsupported)
  }

  func channelRead0(_ data: NIOAny) {}

  func errorCaught0(error: any Error) {}
}
