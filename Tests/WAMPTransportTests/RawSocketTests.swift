import Foundation
import NIOCore
import NIOPosix
import Programs
import SharedBytes
import Testing

@testable import WAMPTransport

@Suite("RawSocket", .oneAtATime, .timeLimit(.minutes(30)))
struct RawSocketTests {
  /// A request for serializer 5 that takes messages of up to 512 << `length` bytes.
  private static func request(length: UInt8 = 15) -> [UInt8] { [0x7f, length << 4 | 5, 0, 0] }

  private static func frame(_ payload: [UInt8], kind: UInt8 = 0) -> [UInt8] {
    [kind] + [16, 8, 0].map { UInt8(payload.count >> $0 & 255) } + payload
  }

  @Test(
    "messages of every size come back, from clients of our own and by hand, on a port for both transports")
  func echo() async throws {
    let server = try await TestServer.start(at: .universal(port: 0), TestServer.echo)
    let rawSocket = try await server.connect(.rawSocket)
    let webSocket = try await server.connect(.webSocket)
    for count in [0, 1, 511, 4096, 70_000, 3 << 20] {
      for peer in [rawSocket, webSocket] {
        try await peer.send(pattern(count))
        let echo = await peer.nextMessage()
        #expect(echo == pattern(count))
      }
    }
    try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      // In pieces, with messages right behind the handshake.
      try socket.send([0x7f])
      try socket.send([0xf5, 0, 0] + Self.frame([1, 2]) + Self.frame([3], kind: 1) + Self.frame([4]))
      #expect(try socket.receive(exactly: 4) == [0x7f, 0xf5, 0, 0])
      #expect(
        try socket.receive(exactly: 16) == Self.frame([1, 2]) + Self.frame([3], kind: 2) + Self.frame([4]))
    }
  }

  @Test("records go out from where they lie, from the server and from a client, which does not mask")
  func uncopied() async throws {
    let record = LentRecord(pattern(100_000))
    let server = try await TestServer.start(at: .rawSocket(port: 0)) { connection, _ in
      record.send(on: connection, head: [1, 2, 3], tailPadding: 5)
    }
    let counters = SendCounters()
    let peer = try await server.connect(.rawSocket, counters: counters)
    try await peer.send(pattern(1000))
    let answer = await peer.nextMessage()
    #expect(answer == [1, 2, 3] + pattern(100_000) + [0, 0, 0, 0, 0])
    #expect(server.counters.snapshot.payloadBytesUncopied == 100_000)
    #expect(counters.snapshot.payloadBytesUncopied == 1000)
    #expect(counters.snapshot.payloadBytesCopied == [:])
  }

  @Test("a message of exactly 16 MiB has its 25th bit")
  func largest() async throws {
    let server = try await TestServer.start(at: .rawSocket(port: 0), TestServer.echo)
    let peer = try await server.connect(.rawSocket)
    let message = pattern(1 << 24)
    try await peer.send(message)
    let isSame = await peer.nextMessage() == message
    #expect(isSame)
  }

  @Test("what is larger than the peer accepts is not sent, and the error names both sizes")
  func tooLarge() async throws {
    let server = try await TestServer.start(at: .rawSocket(port: 0)) { connection, _ in
      #expect(connection.peerMaxMessageSize == 1024)
      connection.send(EncodedMessage(head: Array(repeating: 7, count: 1024)))
      LentRecord(pattern(1000)).send(on: connection, head: Array(repeating: 1, count: 25))
    }
    try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      try socket.send(Self.request(length: 1) + Self.frame([1]))
      // What was appended and not begun to be sent is dropped.
      #expect(try socket.receiveToEnd() == [0x7f, 0xf5, 0, 0])
    }
    let peer = await server.nextPeer()
    guard case .closed(let error?)? = await peer?.untilClosed().last else {
      Issue.record("it was closed without an error")
      return
    }
    #expect(error.contains("1025 bytes") && error.contains("1024"), "\(error)")
  }

  @Test(
    "a request that cannot be taken is answered with the reason, and the connection ends",
    arguments: [([0x7f, 0xf1, 0, 0], [0x7f, 0x10, 0, 0]), ([0x7f, 0xf5, 0, 1], [0x7f, 0x30, 0, 0])]
      as [([UInt8], [UInt8])])
  func refusal(request: [UInt8], answer: [UInt8]) async throws {
    let server = try await TestServer.start(at: .universal(port: 0))
    try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      try socket.send(request)
      #expect(try socket.receiveToEnd() == answer)
    }
  }

  @Test(
    "what is not RawSocket is hung up on where only that is spoken, and silence, too",
    arguments: ["GET ", ""])
  func foreign(text: String) async throws {
    var configuration = ConnectionConfiguration()
    configuration.handshakeTimeout = .milliseconds(200)
    for endpoint in [Endpoint.rawSocket(port: 0), .universal(port: 0)]
    where text.isEmpty || endpoint.webSocket == nil {
      let server = try await TestServer.start(at: endpoint, configuration: configuration)
      try await blocking { [port = server.port] in
        let socket = try PlainSocket(port: port)
        try socket.send(Array(text.utf8))
        #expect(try socket.receiveToEnd() == [])
      }
    }
  }

  @Test(
    "a frame against the rules ends the connection with an error that names the fault",
    arguments: [[0x20, 0, 0, 0], [4, 0, 0, 0], [0, 0, 4, 1]] as [[UInt8]])
  func violation(head: [UInt8]) async throws {
    var configuration = ConnectionConfiguration()
    configuration.maxMessageSize = 1024
    let server = try await TestServer.start(
      at: .rawSocket(port: 0), configuration: configuration, TestServer.echo)
    try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      try socket.send(Self.request() + Self.frame([9]) + head)
      #expect(try socket.receiveToEnd() == [0x7f, 0x15, 0, 0] + Self.frame([9]))
    }
    guard case .closed(let error?)? = await server.nextPeer()?.untilClosed().last else {
      Issue.record("it was closed without an error")
      return
    }
    #expect(error.hasPrefix("RawSocket: "), "\(error)")
  }

  @Test("a client that ends its direction gets the answers to all it asked, and its end is told at once")
  func halfClose() async throws {
    let server = try await TestServer.start(at: .rawSocket(port: 0), TestServer.echo)
    let start = ContinuousClock.now
    try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      try socket.send(Self.request() + (0..<100).flatMap { Self.frame(pattern(1000, seed: $0)) })
      socket.endOutput()
      let answers = try socket.receiveToEnd()
      #expect(answers == [0x7f, 0xf5, 0, 0] + (0..<100).flatMap { Self.frame(pattern(1000, seed: $0)) })
    }
    _ = await server.nextPeer()?.untilClosed()
    #expect(ContinuousClock.now - start < .seconds(8))
  }

  @Test("either side closes, and all that was sent before arrives", arguments: [true, false])
  func closing(byServer: Bool) async throws {
    let server = try await TestServer.start(at: .rawSocket(port: 0))
    let client = try await server.connect(.rawSocket)
    let peer = try #require(await server.nextPeer())
    let (closing, other) = byServer ? (peer, client) : (client, peer)
    try await closing.run {
      $0.send(EncodedMessage(head: [], body: SharedBytes(pattern(1 << 20))))
      $0.close()
    }
    let message = await other.nextMessage()
    #expect(message == pattern(1 << 20))
    #expect(await closing.untilClosed() == [.closed(nil)])
    let end = await other.untilClosed()
    #expect(end.count == 1)
  }

  @Test("two sides that send much at once do not wait for each other for ever")
  func floods() async throws {
    let server = try await TestServer.start(at: .rawSocket(port: 0), TestServer.echo)
    let client = try await server.connect(.rawSocket)
    try await client.run { connection in
      for _ in 0..<24 { connection.send(EncodedMessage(head: [], body: SharedBytes(pattern(1 << 20)))) }
      connection.flush()
    }
    for _ in 0..<24 {
      let echo = await client.nextMessage()
      #expect(echo?.count == 1 << 20)
    }
  }

  @Test("a client tries its serializers one after the other")
  func serializers() async throws {
    let server = try await TestServer.start(at: .rawSocket(port: 0), TestServer.echo)
    let url = TransportURL(.rawSocket, server.server.address)
    let unknown = Subprotocol("unknown", rawSocketID: 9)
    let peer = try await TestServer.connect(
      to: url, subprotocols: [unknown, Subprotocol("nameless", rawSocketID: nil), TestServer.subprotocols[1]])
    try await peer.send([1])
    let echo = await peer.nextMessage()
    #expect(echo == [1])
    try await peer.run { #expect($0.subprotocol == "other") }
    let error = await #expect(throws: TransportError.self) {
      try await TestServer.connect(to: url, subprotocols: [unknown])
    }
    #expect(error?.message.contains("no RawSocket was opened at rs://127.0.0.1:") == true)
    #expect(error?.message.contains("does not speak the serializer") == true)
  }
}
