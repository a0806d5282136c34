import Flatwire
import Programs
import Testing

/// Who fails to log in waits, and nobody else does.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct LoginDelayTests {
  /// A client behind a proxy of this machine, which says where it comes from: WAMP in JSON, over a socket.
  private final class Client: Sendable {
    private let descriptor: CInt

    init(_ port: Int, from address: String) throws {
      descriptor = try Loopback.makeConnection(to: port)
      try send(
        Array(
          """
          GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\
          Sec-WebSocket-Protocol: wamp.2.json\r\nX-Forwarded-For: \(address)\r\n\r\n
          """.utf8))
      var head: [UInt8] = []
      while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) { head += try receive(1) }
    }

    deinit { Loopback.closeSocket(descriptor) }

    private func send(_ bytes: [UInt8]) throws {
      var offset = 0
      while offset < bytes.count {
        offset += try Loopback.sendSome(bytes, from: offset, over: descriptor, waits: true)
      }
    }

    private func receive(_ count: Int) throws -> [UInt8] {
      var bytes: [UInt8] = []
      while bytes.count < count {
        let more = try Loopback.receiveSome(atMost: count - bytes.count, over: descriptor)
        if more.isEmpty { throw Loopback.Failure(call: "recv ended", code: nil) }
        bytes += more
      }
      return bytes
    }

    /// Says a message, and waits for one.
    func ask(_ message: String) throws -> String {
      // A text frame of a short message, masked with zeros.
      try send(
        [0x81, 0x80 | 126, UInt8(message.utf8.count >> 8), UInt8(message.utf8.count & 255), 0, 0, 0, 0]
          + message.utf8)
      let head = try receive(2)
      var count = Int(head[1])
      if count == 126 { count = try receive(2).reduce(0) { $0 << 8 | Int($1) } }
      return String(decoding: try receive(count), as: UTF8.self)
    }

    func hello(_ name: String, _ method: String = "ticket") throws -> String {
      try ask(
        #"[1,"realm1",{"roles":{"caller":{}},"authmethods":["\#(method)"],"authid":"\#(name)","is a message of more than":"125 bytes, whatever it says"}]"#
      )
    }

    /// A proof is as long as a message of more than 125 bytes.
    func authenticate(_ ticket: String) throws -> String {
      try ask(#"[5,"\#(ticket)",{"padding":"\#(String(repeating: "-", count: 125))"}]"#)
    }
  }

  private static let (challenge, welcome, abort) = ("[4,", "[2,", "[3,")

  @Test("a login waits after one failed from its address, under its name, and no other does")
  func delay() async throws {
    var endpoint = Endpoint.webSocket(port: 0)
    endpoint.webSocket?.trustedProxies = TrustedProxies([try #require(AddressRange("127.0.0.0/8"))])
    var limits = Router.Limits()
    limits.refusalDelay = .zero
    limits.helloTimeout = .seconds(60)
    (limits.loginDelay, limits.longestLoginDelay) = (.seconds(4), .seconds(4))
    let realm = RealmConfiguration(
      "realm1",
      authentication: Authentication(
        principals: ["joe", "ann"].map { Principal($0, role: "user", .ticket("right")) },
        anonymousRole: "guest"))
    let router = try await Router.start([endpoint], realms: [realm], limits: limits)
    let port = router.port
    let clock = ContinuousClock()
    try await blocking {
      let (here, there) = ("203.0.113.7", "203.0.113.8")
      let client = try Client(port, from: here)
      #expect(try client.hello("joe").hasPrefix(Self.challenge))
      let failed = clock.now
      let refusal = try client.authenticate("wrong")
      #expect(refusal.hasPrefix(Self.abort) && refusal.contains("authentication_failed"))
      // Neither the principal elsewhere waits, nor another one here, nor who proves nothing.
      for (address, name) in [(there, "joe"), (here, "ann")] {
        let other = try Client(port, from: address)
        #expect(try other.hello(name).hasPrefix(Self.challenge))
        #expect(try other.authenticate("right").hasPrefix(Self.welcome))
      }
      #expect(try Client(port, from: here).hello("joe", "anonymous").hasPrefix(Self.welcome))
      let others = clock.now
      let second = try Client(port, from: here)
      #expect(try second.hello("joe").hasPrefix(Self.challenge))
      #expect(clock.now - failed >= .seconds(4))
      #expect(others - failed < .seconds(4))
      #expect(try second.authenticate("right").hasPrefix(Self.welcome))
      let after = clock.now
      #expect(try Client(port, from: here).hello("joe").hasPrefix(Self.challenge))
      #expect(clock.now - after < .seconds(4))
    }
    await router.stop()
  }
}
