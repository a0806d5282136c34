import NIOCore
import NIOEmbedded
import SharedBytes
import Programs
import Testing

@testable import WAMPTransport

@Suite("Messages between server and client", .oneAtATime, .serialized, .timeLimit(.minutes(30)))
struct EchoTests {
  static let sizes = [0, 1, 125, 126, 65535, 65536, 3 << 20]

  @Test("arrive whole in both directions", arguments: sizes)
  func echo(size: Int) async throws {
    let server = try await TestServer.start(TestServer.echo)
    let client = try await server.connect()
    let bytes = pattern(size)
    try await client.send(bytes)
    #expect(await client.nextMessage() == bytes)
    try await client.run { $0.close() }
    #expect(await client.untilClosed() == [.closed(nil)])
    await server.server.stop()
  }

  @Test("arrive in order, many at once")
  func order() async throws {
    let server = try await TestServer.start(TestServer.echo)
    let client = try await server.connect()
    try await client.run { connection in
      for number in 0..<5000 {
        connection.send(EncodedMessage(head: pattern(4 + number % 60, seed: number)))
      }
      connection.flush()
    }
    for number in 0..<5000 {
      try #require(await client.nextMessage() == pattern(4 + number % 60, seed: number))
    }
    try await client.run { $0.close() }
  }

  @Test("are cut and joined by any TCP segments")
  func segments() async throws {
    let server = try await TestServer.start(TestServer.echo)
    try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port)
      let fragments = [
        Frame(isFinal: false, payload: pattern(200)), Frame(opcode: 9, payload: [5]),
        Frame(isFinal: false, opcode: 0), Frame(opcode: 0, payload: pattern(200, seed: 1)),
      ]
      for byte in fragments.flatMap(\.bytes) { try socket.send([byte]) }
      var frames = [try socket.receiveFrame(), try socket.receiveFrame()]
      frames.sort { $0.opcode > $1.opcode }
      #expect(frames[0].opcode == 10 && frames[0].payload == [5])
      #expect(frames[1].opcode == 2 && frames[1].payload == pattern(200) + pattern(200, seed: 1))
    }
  }

  @Test("pings are answered with their own payload", arguments: [0, 1, 125])
  func ping(size: Int) async throws {
    let server = try await TestServer.start()
    try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port)
      try socket.send(Frame(opcode: 9, payload: pattern(size)).bytes)
      let pong = try socket.receiveFrame()
      #expect(pong.opcode == 10 && pong.isFinal && pong.key == nil && pong.payload == pattern(size))
    }
  }

  @Test("a client masks with fresh keys and answers pings")
  func client() async throws {
    let listener = try PlainListener()
    let server = try await TestServer.start()
    async let client = TestServer.connect(port: listener.port)
    let socket = try await accept(listener, answeringAs: server)
    let peer = try await client
    try await peer.send([1, 2, 3])
    try await peer.send([1, 2, 3])
    try await blocking {
      let frames = [try socket.receiveFrame(), try socket.receiveFrame()]
      #expect(frames.allSatisfy { $0.payload == [1, 2, 3] && $0.key != nil })
      #expect(frames[0].key != frames[1].key)
      try socket.send(Frame(opcode: 9, payload: [4], key: nil).bytes)
      let pong = try socket.receiveFrame()
      #expect(pong.opcode == 10 && pong.payload == [4] && pong.key != nil)
    }
  }

  @Test("copies are counted once, by reason")
  func counting() async throws {
    let record = LentRecord(pattern(1000))
    let server = try await TestServer.start { connection, _ in
      // An owned answer before a borrowed one is no reason to copy the second.
      connection.send(EncodedMessage(head: [1, 2], body: SharedBytes([3])))
      record.send(on: connection)
    }
    let counters = SendCounters()
    let client = try await server.connect(counters: counters)
    try await client.send(pattern(500))
    #expect(await client.nextMessage() == [1, 2, 3])
    #expect(await client.nextMessage() == pattern(1000))
    // The peer may have the bytes before the sender has counted them.
    #expect(try await eventually { !record.isOut })
    #expect(server.counters.snapshot.payloadBytesUncopied == 1001)
    #expect(server.counters.snapshot.payloadBytesCopied == [:])
    #expect(counters.snapshot.payloadBytesCopied == [.masking: 500])
    #expect(counters.snapshot.payloadBytesUncopied == 0)
    try await client.run {
      record.send(on: $0, head: [9])
      $0.close()
    }
    _ = await client.untilClosed()
    #expect(counters.snapshot.payloadBytesCopied == [.masking: 1500])
    #expect(try await eventually { !record.isOut })
  }

  @Test("a head of any size goes before borrowed bytes", arguments: [0, 1, 4096, 4097, 200_000])
  func heads(size: Int) async throws {
    let record = LentRecord(pattern(1000))
    let server = try await TestServer.start { connection, _ in
      for padding in 0..<3 { record.send(on: connection, head: pattern(size), tailPadding: padding) }
    }
    let client = try await server.connect()
    try await client.send([])
    for padding in 0..<3 {
      let expected = pattern(size) + pattern(1000) + [UInt8](repeating: 0, count: padding)
      #expect(await client.nextMessage() == expected)
    }
    #expect(try await eventually { !record.isOut })
    #expect(server.counters.snapshot.payloadBytesUncopied == 3000)
  }

  /// Takes a connection and answers its handshake with what a real server says, then with `bytes`.
  private func accept(
    _ listener: PlainListener, answeringAs server: TestServer, then bytes: [UInt8] = []
  ) async throws -> PlainSocket {
    try await blocking { [port = server.port] in
      let socket = try listener.accept()
      let real = try PlainSocket(port: port)
      try real.send(Array(try socket.receiveHead().utf8))
      try socket.send(Array(try real.receiveHead().utf8) + bytes)
      return socket
    }
  }

  @Test("frames right behind the server's handshake are not lost")
  func leftoverAtClient() async throws {
    let listener = try PlainListener()
    let server = try await TestServer.start()
    async let client = TestServer.connect(port: listener.port)
    let frames = Frame(payload: [1], key: nil).bytes + Frame(payload: pattern(300), key: nil).bytes
    let socket = try await accept(listener, answeringAs: server, then: frames)
    let peer = try await client
    #expect(await peer.nextMessage() == [1])
    #expect(await peer.nextMessage() == pattern(300))
    socket.close()
  }

  @Test("frames right behind the client's handshake are answered")
  func leftoverAtServer() async throws {
    let server = try await TestServer.start(TestServer.echo)
    try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(
        port: port, then: [Frame(payload: [1]), Frame(payload: pattern(300))])
      #expect(try socket.receiveFrame().payload == [1])
      #expect(try socket.receiveFrame().payload == pattern(300))
    }
  }

  @Test("text is text on both sides, where the subprotocol has it")
  func text() throws {
    let channel = EmbeddedChannel()
    let owner = TextEcho()
    try channel.pipeline.syncOperations.addHandler(
      MessageConnection.inProcess(acceptsText: true, delegate: owner))
    channel.embeddedEventLoop.run()
    let text = Array("zwölf €".utf8)
    try channel.writeInbound(
      ByteBuffer(bytes: Frame(opcode: 1, payload: text).bytes + Frame(payload: [0xff]).bytes))
    let sent = try #require(try channel.readOutbound(as: ByteBuffer.self))
    #expect(
      Array(sent.readableBytesView)
        == Frame(opcode: 1, payload: text, key: nil).bytes + Frame(payload: [0xff], key: nil).bytes)
    // In the middle of a message that goes on: the wrong byte is not waited behind.
    let wrong = Frame(opcode: 1, payload: [0xed, 0xa0] + Array(repeating: 0x80, count: 1000))
    try channel.writeInbound(ByteBuffer(bytes: wrong.bytes.prefix(12)))
    let close = try #require(try channel.readOutbound(as: ByteBuffer.self))
    #expect(close.getBytes(at: 2, length: 2) == [3, 0xef])
    _ = try channel.finish(acceptAlreadyClosed: true)
  }
}

private final class TextEcho: ConnectionDelegate {
  func connectionOpened(_ connection: MessageConnection) {}
  func connectionClosed(_ connection: MessageConnection, error: (any Error)?) {}
  func connection(_ connection: MessageConnection, received message: ReceivedMessage) {
    connection.send(EncodedMessage(head: [], body: message.share()), isText: message.isText)
  }
}
