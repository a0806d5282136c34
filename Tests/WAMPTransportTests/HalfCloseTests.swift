import NIOCore
import SharedBytes
import Programs
import Testing

@testable import WAMPTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("Peers that end their direction", .oneAtATime, .serialized, .timeLimit(.minutes(30)))
struct HalfCloseTests {
  @Test("get the answers to what they asked, at once and later", arguments: [false, true])
  func answered(isLater: Bool) async throws {
    var configuration = ConnectionConfiguration()
    configuration.handshakeTimeout = .seconds(2)
    let server = try await TestServer.start(configuration: configuration) { connection, message in
      let answer = { @Sendable (connection: MessageConnection) in
        connection.send(EncodedMessage(head: [], body: message))
        connection.flush()
      }
      guard isLater, let loop = connection.eventLoop else { return answer(connection) }
      let bound = NIOLoopBound(connection, eventLoop: loop)
      loop.scheduleTask(in: .milliseconds(200)) { answer(bound.value) }
    }
    try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port, then: [Frame(payload: [1, 2, 3])])
      socket.endOutput()
      var frames: [Frame] = []
      while frames.last?.opcode != 2 { frames.append(try socket.receiveFrame()) }
      #expect(frames.last?.payload == [1, 2, 3])
    }
    guard case .closed(.some)? = await server.nextPeer()?.untilClosed().last else {
      Issue.record("the owner is told that no close frame came")
      return
    }
  }

  @Test("get the handshake's answer, and the other's ping")
  func handshake() async throws {
    var configuration = ConnectionConfiguration()
    configuration.handshakeTimeout = .seconds(2)
    let server = try await TestServer.start(configuration: configuration, TestServer.echo)
    try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      try socket.send(Array(PlainSocket.request().utf8))
      socket.endOutput()
      #expect(try socket.receiveHead().hasPrefix("HTTP/1.1 101 "))
      #expect(try socket.receiveFrame().opcode == 9)
    }
  }

  @Test("are not waited for if they are gone")
  func gone() async throws {
    let server = try await TestServer.start()
    try await blocking { [port = server.port] in try PlainSocket.webSocket(port: port).close() }
    let peer = try #require(await server.nextPeer())
    let start = ContinuousClock.now
    _ = await peer.untilClosed()
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}

extension PlainSocket {
  /// Sends no more, and reads on.
  func endOutput() {
    _ = shutdown(descriptor, CInt(SHUT_WR))
  }
}
