import NIOCore
import NIOEmbedded
import NIOPosix
import SharedBytes
import Programs
import Testing

@testable import WAMPTransport

@Suite("Slow peers", .oneAtATime, .serialized, .timeLimit(.minutes(30)))
struct SlowPeerTests {
  @Test("get the right bytes in the end, without holding what was lent to them")
  func slowReader() async throws {
    let record = LentRecord(pattern(6 << 20))
    let server = try await TestServer.start { connection, message in
      if message.isEmpty {
        for number in 0..<3 { record.send(on: connection, head: [UInt8(number)]) }
      } else {
        connection.send(EncodedMessage(head: [], body: message))
      }
    }
    let slow = try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port, receiveBuffer: 4096)
      try socket.send(Frame().bytes + Frame(payload: [42]).bytes)
      return socket
    }
    #expect(try await eventually { record.lentCount > 0 && !record.isOut })
    let copied = server.counters.snapshot.payloadBytesCopied[.slowPeer] ?? 0
    #expect(copied > 6 << 20)
    // Others are served meanwhile.
    let client = try await server.connect()
    try await client.send([7])
    #expect(await client.nextMessage() == [7])
    try await blocking {
      for number in 0..<3 {
        let frame = try slow.receiveFrame()
        #expect(frame.payload == [UInt8(number)] + pattern(6 << 20))
      }
      let frame = try slow.receiveFrame()
      #expect(frame.payload == [42])
    }
    let counts = server.counters.snapshot
    #expect(counts.payloadBytesUncopied + counts.totalPayloadBytesCopied == 3 * (6 << 20) + 2)
    #expect(!record.isOut)
  }

  @Test("that read again in time are served with few copies")
  func briefPause() async throws {
    let record = LentRecord(pattern(32 << 20))
    var configuration = ConnectionConfiguration()
    configuration.borrowLimit = .seconds(20)
    configuration.maxQueuedBytes = 1 << 20
    let server = try await TestServer.start(configuration: configuration) { connection, _ in
      record.send(on: connection)
    }
    try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port)
      try socket.send(Frame().bytes)
      #expect(try socket.receiveFrame().payload == pattern(32 << 20))
    }
    let counts = server.counters.snapshot
    #expect(counts.payloadBytesUncopied + counts.totalPayloadBytesCopied == 32 << 20)
    #expect(counts.payloadBytesUncopied > 8 << 20)
    #expect(try await eventually { !record.isOut })
  }

  @Test("that go away while bytes are lent to them give them back", arguments: [true, false])
  func goneWhileStalled(isReset: Bool) async throws {
    let record = LentRecord(pattern(8 << 20))
    var configuration = ConnectionConfiguration()
    configuration.borrowLimit = .seconds(20)
    let server = try await TestServer.start(configuration: configuration) { connection, _ in
      record.send(on: connection)
    }
    let socket = try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port, receiveBuffer: 4096)
      try socket.send(Frame().bytes)
      _ = try socket.receive(atMost: 1)
      return socket
    }
    #expect(try await eventually { record.isOut })
    if isReset { socket.reset() } else { socket.close() }
    let peer = try #require(await server.nextPeer())
    #expect(await peer.untilClosed().count == 1)
    #expect(record.lentCount == 1 && record.returnedCount == 1)
  }

  @Test("are cut off when too much waits for them, but not within a call of their owner")
  func queueLimit() async throws {
    var configuration = ConnectionConfiguration()
    configuration.maxQueuedBytes = 4 << 20
    let server = try await TestServer.start(configuration: configuration) { connection, _ in
      for _ in 0..<40 { connection.send(EncodedMessage(head: [], body: SharedBytes(pattern(1 << 20)))) }
    }
    let socket = try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port, receiveBuffer: 4096)
      try socket.send(Frame().bytes)
      return socket
    }
    let peer = try #require(await server.nextPeer())
    let events = await peer.untilClosed()
    guard case .closed(.some(let error)) = events.last, events.count == 1 else {
      Issue.record("\(events)")
      return
    }
    #expect(error.contains("does not read"))
    socket.close()
  }

  @Test("are told why they are cut off, once they read again")
  func closeFrameOfTooSlow() async throws {
    var configuration = ConnectionConfiguration()
    configuration.maxQueuedBytes = 4 << 20
    let server = try await TestServer.start(configuration: configuration) { connection, _ in
      for _ in 0..<40 { connection.send(EncodedMessage(head: [], body: SharedBytes(pattern(1 << 20)))) }
    }
    let socket = try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port, receiveBuffer: 4096)
      try socket.send(Frame().bytes)
      return socket
    }
    let peer = try #require(await server.nextPeer())
    // The owner does not wait for that.
    #expect(await peer.untilClosed().count == 1)
    try await blocking {
      var frame = try socket.receiveFrame()
      while frame.opcode == 2 {
        #expect(frame.payload == pattern(1 << 20))
        frame = try socket.receiveFrame()
      }
      #expect(frame.opcode == 8 && frame.payload.starts(with: [3, 0xf0]))
    }
  }

  @Test("are reported each second, so that a policy can cut them off with 1008")
  func behind() async throws {
    let record = LentRecord(pattern(8 << 20))
    let server = try await TestServer.start { connection, _ in record.send(on: connection) }
    let socket = try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port, receiveBuffer: 4096)
      try socket.send(Frame().bytes)
      return socket
    }
    let peer = try #require(await server.nextPeer())
    #expect(await peer.next() == .opened)
    #expect(await peer.next() == .behind(.seconds(1)))
    #expect(await peer.next() == .behind(.seconds(2)))
    try await peer.run { connection in
      #expect(connection.pendingBytes > 1 << 20)
      connection.cutOff(code: 1008, reason: "too slow")
    }
    #expect(await peer.untilClosed().last == .closed("too slow"))
    try await blocking {
      let frames = [try socket.receiveFrame(), try socket.receiveFrame()]
      #expect(frames.map(\.payload) == [pattern(8 << 20), [3, 0xf0] + Array("too slow".utf8)])
    }
  }

  @Test("a fast peer that is sent much does not keep the loop from others")
  func slices() async throws {
    // One loop, so that they share it.
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let body = SharedBytes(pattern(1 << 20))
    let (turns, continuation) = AsyncStream.makeStream(of: Int.self)
    let listener = try await Listener.start(
      .webSocket(port: 0), subprotocols: TestServer.subprotocols, group: group, counters: SendCounters()
    ) { _, loop in
      PeerHandle.make(on: loop) { connection, _ in
        connection.flush()
        for _ in 0..<32 { connection.send(EncodedMessage(head: [], body: body)) }
        continuation.yield(connection.pendingBytes)
      }.1
    }
    try await blocking { [port = listener.address.port ?? 0] in
      let socket = try PlainSocket.webSocket(port: port)
      try socket.send(Frame().bytes)
      for _ in 0..<32 { #expect(try socket.receiveFrame().payload.count == 1 << 20) }
    }
    for await pending in turns {
      #expect(pending >= 26 << 20, "more than a slice was sent in one turn")
      break
    }
    await listener.stop()
    try await group.shutdownGracefully()
  }

  @Test("a router that does not read cuts off a client that sends on")
  func clientQueueLimit() async throws {
    let server = try await TestServer.start { connection, message in
      connection.send(EncodedMessage(head: [], body: SharedBytes(pattern(16 << 20))))
    }
    var configuration = ConnectionConfiguration()
    configuration.maxQueuedBytes = 4 << 20
    let listener = try PlainListener()
    async let connecting = TestServer.connect(port: listener.port, configuration: configuration)
    let socket = try await blocking { [port = server.port] in
      let socket = try listener.accept()
      let real = try PlainSocket(port: port)
      try real.send(Array(try socket.receiveHead().utf8))
      try socket.send(Array(try real.receiveHead().utf8))
      return socket
    }
    let client = try await connecting
    try await client.run { connection in
      for _ in 0..<40 { connection.send(EncodedMessage(head: pattern(1 << 20))) }
      connection.flush()
    }
    let events = await client.untilClosed()
    guard case .closed(.some(let error)) = events.last, events.count == 1 else {
      Issue.record("\(events)")
      return
    }
    #expect(error.contains("does not read"))
    socket.close()
  }

  @Test("a fast peer may ask for far more than the limit at once")
  func fastPeer() async throws {
    var configuration = ConnectionConfiguration()
    configuration.maxQueuedBytes = 4 << 20
    let body = SharedBytes(pattern(1 << 20))
    let server = try await TestServer.start(configuration: configuration) { connection, _ in
      connection.send(EncodedMessage(head: [], body: body))
    }
    let client = try await server.connect()
    try await client.run { connection in
      for _ in 0..<50 { connection.send(EncodedMessage(head: [1])) }
      connection.flush()
    }
    for _ in 0..<50 { try #require(await client.nextMessage()?.count == 1 << 20) }
  }

  @Test("two ends that both send much at once do not wait for each other for ever")
  func bothSend() async throws {
    let server = try await TestServer.start(TestServer.echo)
    let client = try await server.connect()
    try await client.run { connection in
      for number in 0..<40 { connection.send(EncodedMessage(head: pattern(1 << 20, seed: number))) }
      connection.flush()
    }
    for number in 0..<40 { try #require(await client.nextMessage() == pattern(1 << 20, seed: number)) }
  }

  @Test("heads split between chunks do not make the buffer grow")
  func splitHeads() throws {
    let channel = EmbeddedChannel()
    let (_, peer) = PeerHandle.make(on: channel.eventLoop) { _, _ in }
    let connection = MessageConnection.inProcess(delegate: peer)
    try channel.pipeline.syncOperations.addHandler(connection)
    channel.embeddedEventLoop.run()
    let stream = Frame(payload: pattern(994)).bytes
    var chunk = stream + stream.prefix(5)
    for _ in 0..<2000 {
      try channel.writeInbound(ByteBuffer(bytes: chunk))
      chunk = Array(stream.dropFirst(5) + stream.prefix(5))
    }
    #expect(connection.inbound.readableBytes == 5)
    #expect(connection.inbound.capacity < 100_000)
    _ = try channel.finish(acceptAlreadyClosed: true)
  }

  @Test("a connection within the process sends through its channel")
  func embedded() throws {
    let channel = EmbeddedChannel()
    let record = LentRecord(pattern(100))
    let counters = SendCounters()
    let (_, peer) = PeerHandle.make(on: channel.eventLoop) { connection, message in
      record.send(on: connection, head: [1])
      connection.send(EncodedMessage(head: [], body: message))
    }
    let connection = MessageConnection.inProcess(counters: counters, delegate: peer)
    try channel.pipeline.syncOperations.addHandler(connection)
    channel.embeddedEventLoop.run()
    try channel.writeInbound(ByteBuffer(bytes: Frame(payload: [5, 6]).bytes))
    var out: [UInt8] = []
    while var buffer = try channel.readOutbound(as: ByteBuffer.self) {
      out += buffer.readBytes(length: buffer.readableBytes) ?? []
    }
    #expect(
      out == Frame(payload: [1] + pattern(100), key: nil).bytes + Frame(payload: [5, 6], key: nil).bytes)
    #expect(counters.snapshot.payloadBytesCopied == [.inProcess: 102])
    #expect(!record.isOut)
    _ = try channel.finish(acceptAlreadyClosed: true)
  }
}
