import NIOCore
import NIOEmbedded
import NIOPosix
import SharedBytes
import Programs
import Testing

@testable import WAMPTransport

@Suite("The way of sending", .oneAtATime)
struct SendingWayTests {
  @Test("through the pipeline, a handler in front of the socket sees every byte that is sent")
  func handlerInFront() async throws {
    let counters = SendCounters()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let (_, peer) = PeerHandle.make(on: channel.eventLoop) { connection, message in
            LentRecord(pattern(3 << 20)).send(on: connection, head: [1], tailPadding: 2)
            connection.send(EncodedMessage(head: [], body: message))
          }
          try channel.pipeline.syncOperations.addHandlers([
            Scrambler(),
            MessageConnection(
              .webSocket(FrameReader(role: .server, maxMessageSize: 1000)), sending: .throughPipeline(.tls),
              subprotocol: "test", configuration: ConnectionConfiguration(),
              counters: counters.counters(of: channel.eventLoop), delegate: peer),
          ])
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let expected =
      Frame(payload: [1] + pattern(3 << 20) + [0, 0], key: nil).bytes + Frame(payload: [5], key: nil).bytes
    try await blocking { [port = listener.localAddress?.port ?? 0] in
      let socket = try PlainSocket(port: port)
      try socket.send(Frame(payload: [5]).bytes)
      let received = try socket.receive(exactly: expected.count)
      #expect(received.map { $0 ^ Scrambler.key } == expected)
      socket.close()
    }
    #expect(counters.snapshot.payloadBytesCopied == [.tls: 3 << 20 + 1])
    #expect(counters.snapshot.sendCalls == 0)
    try await listener.close()
  }

  @Test("direct sending is never guessed: a channel without a descriptor is an error")
  func noDescriptor() async throws {
    let channel = EmbeddedChannel()
    let (handle, peer) = PeerHandle.make(on: channel.eventLoop)
    let connection = MessageConnection(
      .webSocket(FrameReader(role: .server, maxMessageSize: 1000)), sending: .direct, subprotocol: "test",
      configuration: ConnectionConfiguration(), counters: SendCounters().counters(of: channel.eventLoop),
      delegate: peer)
    try channel.pipeline.syncOperations.addHandler(connection)
    channel.embeddedEventLoop.run()
    guard case .closed(let error?)? = await handle.untilClosed().last else {
      Issue.record("it was closed without an error")
      return
    }
    #expect(error.contains("without a descriptor"), "\(error)")
    _ = try channel.finish(acceptAlreadyClosed: true)
  }
}

/// Stands for TLS: changes every byte that leaves.
private final class Scrambler: ChannelOutboundHandler {
  static let key: UInt8 = 0x5a

  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let scrambled = ByteBuffer(bytes: unwrapOutboundIn(data).readableBytesView.map { $0 ^ Scrambler.key })
    context.write(wrapOutboundOut(scrambled), promise: promise)
  }
}
