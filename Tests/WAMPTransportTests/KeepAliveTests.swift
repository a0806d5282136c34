import SharedBytes
import Programs
import Testing

@testable import WAMPTransport

@Suite("Keep-alive", .oneAtATime, .serialized, .timeLimit(.minutes(30)))
struct KeepAliveTests {
  private static func configuration(
    _ pingAfter: Duration, closeAfter: Duration = .milliseconds(100)
  ) -> ConnectionConfiguration {
    var configuration = ConnectionConfiguration()
    configuration.keepAlive = .init(pingAfter: pingAfter, closeAfter: closeAfter)
    configuration.handshakeTimeout = .seconds(2)
    return configuration
  }

  @Test("a silent peer is pinged, then cut off with 1008")
  func silentPeer() async throws {
    let server = try await TestServer.start(
      configuration: Self.configuration(.milliseconds(100)), isKeptAlive: true)
    try await blocking { [port = server.port] in
      let socket = try PlainSocket.webSocket(port: port)
      #expect(try socket.receiveFrame().opcode == 9)
      let close = try socket.receiveFrame()
      #expect(close.opcode == 8 && close.payload.starts(with: [3, 0xf0]))
      #expect(try socket.receiveToEnd().isEmpty)
    }
    guard case .closed(let error?)? = await server.nextPeer()?.untilClosed().last else {
      Issue.record("it was closed without an error")
      return
    }
    #expect(error.contains("nothing came from the peer"), "\(error)")
  }

  @Test("two ends of ours keep each other alive")
  func alive() async throws {
    // Long enough for a loaded machine to answer.
    let configuration = Self.configuration(.milliseconds(100), closeAfter: .seconds(2))
    let server = try await TestServer.start(configuration: configuration, isKeptAlive: true, TestServer.echo)
    let client = try await server.connect(configuration: configuration)
    try await Task.sleep(for: .seconds(5))
    try await client.send([1])
    try #require(await client.nextMessage() == [1])
    try await client.run { $0.close() }
    #expect(await client.untilClosed() == [.closed(nil)])
  }

  @Test("a client notices that its server is gone")
  func client() async throws {
    let listener = try PlainListener()
    let server = try await TestServer.start()
    async let connecting = TestServer.connect(
      port: listener.port, configuration: Self.configuration(.milliseconds(100)))
    let socket = try await blocking { [port = server.port] in
      let socket = try listener.accept()
      let real = try PlainSocket(port: port)
      try real.send(Array(try socket.receiveHead().utf8))
      try socket.send(Array(try real.receiveHead().utf8))
      return socket
    }
    let client = try await connecting
    guard case .closed(let error?)? = await client.untilClosed().last else {
      Issue.record("it was closed without an error")
      return
    }
    #expect(error.contains("nothing came from the peer"), "\(error)")
    socket.close()
  }
}
