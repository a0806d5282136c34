import NIOCore
import SharedBytes
import Programs
import Testing

@testable import WAMPTransport

@Suite("Closing", .oneAtATime, .serialized, .timeLimit(.minutes(30)))
struct ClosingTests {
  static let limit = 100_000

  static let forbidden: [(String, [UInt8], UInt16)] = [
    ("garbage", [0xff, 0xff, 0xff, 0xff], 1002),
    ("not masked", Frame(payload: [1], key: nil).bytes, 1002),
    ("text", Frame(opcode: 1, payload: [65]).bytes, 1003),
    ("too large", Array(Frame(payload: pattern(limit + 1)).bytes.prefix(200)), 1009),
    ("fragmented ping", Frame(isFinal: false, opcode: 9).bytes, 1002),
    ("continuation of nothing", Frame(opcode: 0).bytes, 1002),
    ("reserved bit", Frame(reservedBits: 0x40).bytes, 1002),
    ("close of one byte", Frame(opcode: 8, payload: [3]).bytes, 1002),
    ("close code 999", Frame.close(999).bytes, 1002),
    ("close code 1005", Frame.close(1005).bytes, 1002),
    ("close code 1006", Frame.close(1006).bytes, 1002),
    ("close code 1015", Frame.close(1015).bytes, 1002),
    ("close code 2999", Frame.close(2999).bytes, 1002),
    ("close code 5000", Frame.close(5000).bytes, 1002),
    ("close reason that is no text", Frame(opcode: 8, payload: [3, 232, 0xff]).bytes, 1007),
  ]

  @Test("a violation is answered with its code, also when more was sent behind it", arguments: forbidden)
  func violation(name: String, bytes: [UInt8], code: UInt16) async throws {
    var configuration = ConnectionConfiguration()
    configuration.maxMessageSize = Self.limit
    let server = try await TestServer.start(configuration: configuration)
    try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port)
      // What follows is never read as frames, and must not turn the end into a reset.
      try socket.send(bytes + pattern(300_000))
      let frame = try socket.receiveFrame()
      #expect(
        frame.opcode == 8 && frame.payload.starts(with: [UInt8(code >> 8), UInt8(code & 255)]), "\(name)")
      #expect(try socket.receiveToEnd().isEmpty, "\(name)")
    }
    let events = await server.nextPeer()?.untilClosed() ?? []
    guard case .closed(.some(let error)) = events.last, events.count == 1 else {
      Issue.record("\(name): \(events)")
      return
    }
    #expect(error.contains("\(code)"))
  }

  @Test(
    "a close frame is answered with its code, and ends both sides", arguments: [nil, 1000, 1001, 3000, 4999])
  func closeFrame(code: UInt16?) async throws {
    let server = try await TestServer.start()
    try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port)
      // Data behind a close frame is ignored, even if it is no valid frame.
      let close = code.map { Frame.close($0, "bye") } ?? Frame(opcode: 8)
      try socket.send(close.bytes + [0xff, 0xff, 0xff])
      let frame = try socket.receiveFrame()
      #expect(frame.opcode == 8)
      #expect(frame.payload == (code.map { [UInt8($0 >> 8), UInt8($0 & 255)] } ?? []))
      #expect(try socket.receiveToEnd().isEmpty)
    }
    // Only 1000, and no code, say that all is well.
    let error = code == nil || code == 1000 ? nil : "the peer closed the connection with \(code ?? 0): bye"
    #expect(await server.nextPeer()?.untilClosed() == [.closed(error)])
  }

  @Test(
    "a client is told the code and the reason the server closed with",
    arguments: [1009, 1012, 1013] as [UInt16])
  func codeAndReason(code: UInt16) async throws {
    let server = try await TestServer.start()
    let client = try await server.connect()
    let peer = try #require(await server.nextPeer())
    try await peer.run { $0.close(code: code, reason: "so it is") }
    #expect(await client.untilClosed() == [.closed("the peer closed the connection with \(code): so it is")])
    #expect(await peer.untilClosed() == [.closed(nil)])
  }

  @Test("either side closes in good order, after all that was sent before")
  func goodOrder() async throws {
    let server = try await TestServer.start()
    let client = try await server.connect()
    let peer = try #require(await server.nextPeer())
    try await client.run {
      for _ in 0..<20 { $0.send(EncodedMessage(head: pattern(1 << 20))) }
      $0.close()
    }
    let events = await peer.untilClosed()
    #expect(events.count == 21 && events.last == .closed(nil))
    #expect(await client.untilClosed() == [.closed(nil)])
    let second = try await server.connect()
    let secondPeer = try #require(await server.nextPeer())
    try await secondPeer.run {
      for _ in 0..<20 { $0.send(EncodedMessage(head: pattern(1 << 20))) }
      $0.close(code: 1001, reason: "bye")
    }
    let received = await second.untilClosed()
    #expect(received.count == 21 && received.last == .closed("the peer closed the connection with 1001: bye"))
    #expect(await secondPeer.untilClosed() == [.closed(nil)])
  }

  @Test("a reason is cut between characters")
  func longReason() async throws {
    let server = try await TestServer.start { connection, _ in
      connection.close(code: 1008, reason: String(repeating: "€", count: 100))
    }
    try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port)
      try socket.send(Frame(payload: [1]).bytes)
      let payload = try socket.receiveFrame().payload
      #expect(String(validating: payload.dropFirst(2), as: UTF8.self) == String(repeating: "€", count: 41))
    }
  }

  @Test("a peer that never answers a close frame is waited for a limited time")
  func silentPeer() async throws {
    var configuration = ConnectionConfiguration()
    configuration.handshakeTimeout = .seconds(2)
    let server = try await TestServer.start(configuration: configuration) { connection, _ in
      connection.close()
    }
    try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port)
      try socket.send(Frame(payload: [1]).bytes)
      #expect(try socket.receiveFrame().opcode == 8)
      #expect(try socket.receiveToEnd().isEmpty)
    }
    #expect(await server.nextPeer()?.untilClosed() == [.closed(nil)])
  }

  @Test("a violation by a peer that reads nothing ends in limited time")
  func stalledViolation() async throws {
    var configuration = ConnectionConfiguration()
    configuration.handshakeTimeout = .seconds(2)
    let record = LentRecord(pattern(8 << 20))
    let server = try await TestServer.start(configuration: configuration) { connection, _ in
      record.send(on: connection)
      connection.close()
    }
    let socket = try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port, receiveBuffer: 4096)
      try socket.send(Frame(payload: [1]).bytes + [0xff, 0xff])
      return socket
    }
    let peer = try #require(await server.nextPeer())
    #expect(await peer.untilClosed().count == 1)
    #expect(record.lentCount == 1 && !record.isOut)
    socket.close()
  }

  @Test(
    "a peer that goes away in the middle is reported once",
    arguments: [0, 1, 1000], [true, false])
  func midFrame(count: Int, isReset: Bool) async throws {
    let server = try await TestServer.start()
    try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port)
      try socket.send(Array(Frame(payload: pattern(90_000)).bytes.prefix(count)))
      if isReset { socket.reset() } else { socket.close() }
    }
    let peer = try #require(await server.nextPeer())
    let events = await peer.untilClosed()
    guard case .closed(.some) = events.last, events.count == 1 else {
      Issue.record("\(events)")
      return
    }
  }

  @Test("frees the connection and its delegate")
  func noLeak() async throws {
    let server = try await TestServer.start(TestServer.echo)
    let client = try await server.connect()
    let weak = WeakConnection()
    try await client.run { weak.connection = $0 }
    try await client.send([1])
    #expect(await client.nextMessage() == [1])
    try await client.run { $0.close() }
    #expect(await client.untilClosed() == [.closed(nil)])
    #expect(try await eventually { weak.connection == nil })
  }
}

/// Set on the connection's loop, then only asked whether it is gone.
private final class WeakConnection: @unchecked Sendable {
  weak var connection: MessageConnection?
}
