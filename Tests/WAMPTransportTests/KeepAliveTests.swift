import SharedBytes
import Testing

@testable import WAMPTransport

@Suite("Keep-alive", .serialized, .timeLimit(.minutes(10)))
struct KeepAliveTests {
  private static func configuration(_ milliseconds: Int) -> ConnectionConfiguration {
    var configuration = ConnectionConfiguration()
    let time = Duration.milliseconds(milliseconds)
    configuration.keepAlive = .init(pingAfter: time, closeAfter: time)
    configuration.handshakeTimeout = .seconds(2)
    return configuration
  }

  @Test("a silent peer is pinged, then cut off with 1008")
  func silentPeer() async throws {
    let server = try await TestServer.start(configuration: Self.configuration(100))
    try await blocking { [port = server.port] in
      let socket = try RawSocket.webSocket(port: port)
      #expect(try socket.receiveFrame().opcode == 9)
      let close = try socket.receiveFrame()
      #expect(close.opcode == 8 && close.payload.starts(with: [3, 0xf0]))
      #expect(try socket.receiveToEnd().isEmpty)
    }
    guard case .closed(let error)? = await server.nextPeer()?.untilClosed().last else { return }
    #expect(error?.contains("nothing came from the peer") == true)
  }

  @Test("two ends of ours keep each other alive")
  func alive() async throws {
    let server = try await TestServer.start(configuration: Self.configuration(200), TestServer.echo)
    let client = try await server.connect(configuration: Self.configuration(200))
    try await Task.sleep(for: .seconds(2))
    try await client.send([1])
    #expect(await client.nextMessage() == [1])
    try await client.run { $0.close() }
    #expect(await client.untilClosed() == [.closed(nil)])
  }

  @Test("a client notices that its server is gone")
  func client() async throws {
    let listener = try RawListener()
    let server = try await TestServer.start()
    async let connecting = TestServer.connect(port: listener.port, configuration: Self.configuration(100))
    let socket = try await blocking { [port = server.port] in
      let socket = try listener.accept()
      let real = try RawSocket(port: port)
      try real.send(Array(try socket.receiveHead().utf8))
      try socket.send(Array(try real.receiveHead().utf8))
      return socket
    }
    let client = try await connecting
    guard case .closed(let error)? = await client.untilClosed().last else { return }
    #expect(error?.contains("nothing came from the peer") == true)
    socket.close()
  }
}
