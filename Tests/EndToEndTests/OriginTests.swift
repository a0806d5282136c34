import Flatwire
import Programs
import Testing

/// Pages in a browser of this machine, which any site could have sent there.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct OriginTests {
  @Test(
    "a router of this machine that names no origins takes its pages and no others",
    arguments: [
      ("http://localhost:3000", 101), ("https://127.0.0.1", 101), ("http://[::1]:8080", 101), (nil, 101),
      ("https://evil.example", 403), ("http://localhost.evil.example", 403), ("null", 403),
    ] as [(String?, Int)])
  func origins(origin: String?, status: Int) async throws {
    try await withRouter { router in
      let head = try await answer(of: router.port, to: origin)
      #expect(head.hasPrefix("HTTP/1.1 \(status) "), "\(head)")
    }
  }

  @Test("a router that names all origins takes every page")
  func everyOrigin() async throws {
    var endpoint = Endpoint.webSocket(port: 0)
    endpoint.webSocket = .init(allowedOrigins: ["*"])
    let router = try await Router.start([endpoint], realms: ["realm1"])
    let head = try await answer(of: router.port, to: "https://evil.example")
    #expect(head.hasPrefix("HTTP/1.1 101 "), "\(head)")
    await router.stop()
  }

  /// The head of what a page's request for a WebSocket is answered.
  private func answer(of port: Int, to origin: String?) async throws -> String {
    let request = """
      GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\
      Sec-WebSocket-Protocol: wamp.2.cbor\r\n\(origin.map { "Origin: \($0)\r\n" } ?? "")\r\n
      """
    return try await blocking {
      let descriptor = try Loopback.makeConnection(to: port)
      defer { Loopback.closeSocket(descriptor) }
      _ = try Loopback.sendSome(Array(request.utf8), from: 0, over: descriptor, waits: true)
      var head = ""
      while !head.contains("\r\n\r\n"),
        case let more = try Loopback.receiveSome(atMost: 1024, over: descriptor),
        !more.isEmpty
      {
        head += String(decoding: more, as: UTF8.self)
      }
      return head
    }
  }
}
