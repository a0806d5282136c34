import NIOCore
import Programs
import Testing

@testable import WAMPTransport

@Suite("Number of connections", .oneAtATime, .timeLimit(.minutes(30)))
struct ConnectionQuotaTests {
  @Test(
    "connections beyond the limit are closed at once, whatever the endpoint, until others have ended",
    arguments: [Endpoint.webSocket(port: 0), .rawSocket(port: 0), .universal(port: 0)])
  func limit(endpoint: Endpoint) async throws {
    var configuration = ConnectionConfiguration()
    let quota = ConnectionQuota(limit: 2, perAddress: 1)
    configuration.quota = quota
    let server = try await TestServer.start(at: endpoint, configuration: configuration, TestServer.echo)
    let transport: TransportURL.Transport = endpoint.webSocket == nil ? .rawSocket : .webSocket
    let first = try await server.connect(transport)
    let second = try await server.connect(transport)
    #expect(quota.openCount == 2)
    try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      let received = try? socket.receiveToEnd()
      #expect(received == nil || received == [])
    }
    try await first.run { $0.close() }
    _ = await first.untilClosed()
    #expect(try await eventually { quota.openCount == 1 })
    let third = try await server.connect(transport)
    for peer in [second, third] {
      try await peer.send([1])
      let echo = await peer.nextMessage()
      #expect(echo == [1])
    }
  }

  @Test(
    "connections are counted by address, of IPv6 by network, and not within the machine",
    arguments: [
      ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
      ("::ffff:192.0.2.1", "192.0.2.1", true), ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true),
      ("2001:db8:0:1::1", "2001:db8:0:2::1", false), ("127.0.0.1", "127.0.0.1", false), ("::1", "::1", false),
      ("::ffff:127.0.0.1", "::ffff:127.0.0.1", false),
    ])
  func origins(first: String, second: String, isOne: Bool) throws {
    let quota = ConnectionQuota(limit: 10, perAddress: 1)
    let origins = try [first, second].map {
      ConnectionQuota.origin(of: IPAddress(try SocketAddress(ipAddress: $0, port: 1)))
    }
    #expect(quota.enter(from: origins[0]))
    #expect(quota.enter(from: origins[1]) == !isOne)
    quota.leave(from: origins[0])
    #expect(quota.enter(from: origins[0]))
  }
}
