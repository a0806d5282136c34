import Programs
import SharedBytes
import Testing

@testable import WAMPTransport

@Suite("Compressed connections", .oneAtATime, .serialized, .timeLimit(.minutes(30)))
struct CompressionTests {
  static func endpoint(_ compression: Compression = Compression()) -> Endpoint {
    var endpoint = Endpoint.webSocket(port: 0)
    endpoint.webSocket?.compression = compression
    return endpoint
  }

  @Test("extensions that are malformed are refused with status 400", arguments: ["foo;", "foo bar", ""])
  func malformed(extensions: String) async throws {
    let server = try await TestServer.start()
    let answer = try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      try socket.send(Array(Self.request(extensions).utf8))
      return String(decoding: try socket.receiveToEnd(), as: UTF8.self)
    }
    #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
    await server.server.stop()
  }

  @Test("a server that compresses nothing ignores offers", arguments: [false, true])
  func ignored(isRSV1Set: Bool) async throws {
    let server = try await TestServer.start(TestServer.echo)
    try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      try socket.send(Array(Self.request("permessage-deflate").utf8))
      let head = try socket.receiveHead()
      #expect(head.hasPrefix("HTTP/1.1 101 ") && !head.contains("Extensions"), "\(head)")
      try socket.send(Frame(payload: [1, 2, 3], reservedBits: isRSV1Set ? 0x40 : 0).bytes)
      let answer = try socket.receiveFrame()
      if isRSV1Set {
        #expect(answer.opcode == 8 && answer.payload.prefix(2) == [3, 234])
      } else {
        #expect(answer.payload == [1, 2, 3])
      }
    }
    await server.server.stop()
  }

  private static func request(_ extensions: String) -> String {
    PlainSocket.request().replacing(
      "Upgrade: websocket\r\n", with: "Upgrade: websocket\r\nSec-WebSocket-Extensions: \(extensions)\r\n")
  }
}

#if Compression
  extension CompressionTests {
    private static func socket(_ port: Int, _ extensions: String = "permessage-deflate") throws -> PlainSocket
    {
      let socket = try PlainSocket(port: port)
      try socket.send(Array(request(extensions).utf8))
      let head = try socket.receiveHead()
      #expect(head.contains("Sec-WebSocket-Extensions: permessage-deflate"), "\(head)")
      return socket
    }

    static func contexts(keeps: Bool) -> Compression {
      var compression = Compression()
      compression.sending.isKept = keeps
      compression.receiving.isKept = keeps
      compression.sizes = 100...100_000
      return compression
    }

    @Test("our client and our server understand each other", arguments: [true, false], [true, false])
    func echo(serverKeeps: Bool, clientKeeps: Bool) async throws {
      let server = try await TestServer.start(
        at: Self.endpoint(Self.contexts(keeps: serverKeeps)), TestServer.echo)
      var configuration = ConnectionConfiguration()
      configuration.compression = Self.contexts(keeps: clientKeeps)
      let sent = SendCounters()
      let client = try await server.connect(configuration: configuration, counters: sent)
      for size in [0, 1, 99, 100, 5000, 100_000, 100_001, 3 << 20, 200] {
        for bytes in [pattern(size), MessageCompressionTests.text(size, seed: size)] {
          try await client.send(bytes)
          let answer = await client.nextMessage()
          try #require(answer == bytes, "\(size)")
        }
      }
      let copied = 2 * (100 + 5000 + 100_000 + 200)
      #expect(sent.snapshot.payloadBytesCopied[.compression] == copied)
      #expect(server.counters.snapshot.payloadBytesCopied[.compression] == copied)
      #expect(server.counters.snapshot.payloadBytesUncopied == 2 * (1 + 99 + 100_001 + (3 << 20)))
      try await client.run { $0.close() }
      #expect(await client.untilClosed() == [.closed(nil)])
      await server.server.stop()
    }

    @Test("a client that does not ask gets nothing compressed")
    func notAsked() async throws {
      let server = try await TestServer.start(at: Self.endpoint(), TestServer.echo)
      let client = try await server.connect()
      let bytes = MessageCompressionTests.text(5000, seed: 1)
      try await client.send(bytes)
      #expect(await client.nextMessage() == bytes)
      #expect(server.counters.snapshot.payloadBytesCopied[.compression] == nil)
      await server.server.stop()
    }

    @Test("a server that does not compress is spoken to as it is")
    func notOffered() async throws {
      let server = try await TestServer.start(TestServer.echo)
      var configuration = ConnectionConfiguration()
      configuration.compression = Compression()
      let client = try await server.connect(configuration: configuration)
      let bytes = MessageCompressionTests.text(5000, seed: 1)
      try await client.send(bytes)
      #expect(await client.nextMessage() == bytes)
      await server.server.stop()
    }

    @Test("large messages go out with the bit that says so, small ones and control frames without it")
    func bits() async throws {
      let record = LentRecord(MessageCompressionTests.text(4000, seed: 3))
      let server = try await TestServer.start(at: Self.endpoint()) { connection, message in
        if message.count > 100 {
          record.send(on: connection, head: [1, 2, 3], tailPadding: 5)
        } else {
          connection.send(EncodedMessage(head: [4]))
        }
      }
      try await blocking { [port = server.port] in
        let socket = try Self.socket(port)
        try socket.send(Frame(payload: [1]).bytes + Frame(opcode: 9, payload: pattern(125)).bytes)
        try socket.send(Frame(payload: pattern(101)).bytes)
        var answers: [Frame] = []
        for _ in 0..<3 { answers.append(try socket.receiveFrame()) }
        answers.sort { $0.payload.count < $1.payload.count }
        #expect(answers.map(\.opcode) == [2, 10, 2])
        #expect(answers.map(\.reservedBits) == [0, 0, 0x40])
        let inflater = MessageInflater(MessageCompressionTests.compression(bits: 15, keeps: true).receiving)
        var message = GatheredBytes()
        try inflater.inflate(SharedBytes(answers[2].payload).bytes, onto: &message, limit: 10_000)
        try inflater.finish(&message, limit: 10_000)
        #expect(Array(message.shared) == [1, 2, 3] + Array(record.bytes) + [0, 0, 0, 0, 0])
      }
      #expect(server.counters.snapshot.payloadBytesCopied == [.compression: 4000])
      #expect(server.counters.snapshot.payloadBytesUncopied == 0)
      #expect(record.lentCount == 0)
      await server.server.stop()
    }

    static let attacks: [(String, [UInt8], UInt16)] = [
      ("what is no DEFLATE", Array("Hello, this is no DEFLATE".utf8), 1007),
      ("the beginning of DEFLATE", [0xf2, 0x48], 1007),
      ("what inflates to more than the limit", bomb, 1009),
    ]

    private static var bomb: [UInt8] {
      let deflater = MessageDeflater(MessageCompressionTests.compression(bits: 15, keeps: true))
      return Array(
        deflater.deflate(EncodedMessage(head: [UInt8](repeating: 0, count: 20 << 20))) ?? SharedBytes())
    }

    @Test("attacks end the connection with the right code", arguments: attacks)
    func attack(name: String, payload: [UInt8], code: UInt16) async throws {
      let server = try await TestServer.start(at: Self.endpoint(), TestServer.echo)
      let close = try await blocking { [port = server.port] in
        let socket = try Self.socket(port)
        try socket.send(Frame(payload: payload, reservedBits: 0x40).bytes)
        return try socket.receiveFrame()
      }
      #expect(
        close.opcode == 8 && close.payload.prefix(2) == [UInt8(code >> 8), UInt8(code & 255)], "\(name)")
      await server.server.stop()
    }
  }
#else
  extension CompressionTests {
    @Test("a program that is built without compression says so")
    func notBuilt() async throws {
      let listening = await #expect(throws: TransportError.self) {
        _ = try await TestServer.start(at: Self.endpoint())
      }
      #expect(listening?.code == .compressionNotBuilt)
      let connecting = await #expect(throws: TransportError.self) {
        var configuration = ConnectionConfiguration()
        configuration.compression = Compression()
        _ = try await TestServer.connect(port: 1, configuration: configuration)
      }
      #expect(connecting?.code == .compressionNotBuilt)
      #expect(connecting?.message.contains("the package trait Compression") == true)
    }
  }
#endif
