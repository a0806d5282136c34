import Programs
import SharedBytes
import Testing

@testable import WAMPTransport

@Suite("Clients behind proxies")
struct TrustedProxiesTests {
  static let ranges: [(String, [String], [String])] = [
    ("10.0.0.0/8", ["10.0.0.0", "10.255.255.255", "::ffff:10.1.2.3"], ["11.0.0.0", "9.255.255.255", "::1"]),
    ("192.0.2.128/25", ["192.0.2.128", "192.0.2.255"], ["192.0.2.127"]),
    ("192.0.2.1", ["192.0.2.1"], ["192.0.2.0", "192.0.2.2"]),
    ("0.0.0.0/0", ["1.2.3.4"], ["::1"]),
    ("2001:db8::/33", ["2001:db8:7fff::"], ["2001:db8:8000::", "32.1.13.184"]),
    ("::1/128", ["::1"], ["::2", "0.0.0.1"]),
    ("::/0", ["2001:db8::1"], ["1.2.3.4"]),
  ]

  @Test("a range has the addresses of its network", arguments: ranges)
  func range(text: String, within: [String], without: [String]) throws {
    let range = try #require(AddressRange(text))
    for (texts, isWithin) in [(within, true), (without, false)] {
      for text in texts {
        let address: IPAddress = try #require(IPAddress(text))
        #expect(range.contains(address) == isWithin, "\(text)")
      }
    }
    #expect(!range.contains(nil))
    #expect(AddressRange(range.description) == range)
  }

  @Test(
    "what is no range is none",
    arguments: [
      "", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.1/8", "10.0.0/8", "::/129",
      "2001:db8::1/64", "localhost", "10.0.0.0/8/8", "10.0.0.1:80", "[::1]", "::ffff:10.0.0.0/104",
      " 10.0.0.1",
    ])
  func noRange(text: String) {
    #expect(AddressRange(text) == nil)
  }

  @Test("who comes over a Unix socket is one range of its own")
  func unixSocket() {
    #expect(AddressRange.unixSocket.contains(nil))
    #expect(!AddressRange.unixSocket.contains(IPAddress([127, 0, 0, 1])))
  }

  static let addresses: [(String, ForwardedNode)] = [
    ("192.0.2.43", .address(IPAddress([192, 0, 2, 43]))),
    ("192.0.2.43:47011", .address(IPAddress([192, 0, 2, 43]))),
    ("192.0.2.43:_port", .address(IPAddress([192, 0, 2, 43]))),
    (" \t192.0.2.43 ", .address(IPAddress([192, 0, 2, 43]))),
    ("[2001:db8::17]", .address(IPAddress([32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 23]))),
    ("[2001:db8::17]:47011", .address(IPAddress([32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 23]))),
    ("[::ffff:192.0.2.1]", .address(IPAddress([192, 0, 2, 1]))),
    ("unknown", .hidden), ("unknown:80", .hidden), ("_hidden", .hidden), ("_S-e.c_1", .hidden),
  ]

  @Test("an address is read with or without a port", arguments: addresses)
  func node(text: String, expected: ForwardedNode) throws {
    #expect(try ForwardedNode(text, in: .forwarded) == expected)
    #expect(try ForwardedNode(text, in: .xForwardedFor) == expected)
  }

  @Test("only the older header has addresses of IPv6 without brackets")
  func bareAddress() throws {
    #expect(throws: ForwardedNode.Malformed.self) { try ForwardedNode("2001:db8::17", in: .forwarded) }
    #expect(
      try ForwardedNode("::1", in: .xForwardedFor)
        == .address(IPAddress([UInt8](repeating: 0, count: 15) + [1])))
  }

  @Test(
    "what is no address is malformed",
    arguments: [
      "", " ", "_", "_ä", "__/", "192.0.2", "192.0.2.256", "192.0.2.43:", "192.0.2.43:123456",
      "192.0.2.43:1a",
      "192.0.2.43:_", "[2001:db8::17", "[192.0.2.43]", "[]", "[2001:db8::17]x", "[2001:db8::17]:",
      "[fe80::1%eth0]",
      "example.com", "for=192.0.2.43", "192.0.2.43 192.0.2.44", "1:2:3", "UNKNOWN",
    ])
  func malformed(text: String) {
    for header in [TrustedProxies.Header.forwarded, .xForwardedFor] {
      #expect(throws: ForwardedNode.Malformed.self) { try ForwardedNode(text, in: header) }
    }
  }

  private static let proxies = ["10.0.0.0/8", "2001:db8:1::/48"].compactMap { AddressRange($0) }

  /// The lines of the header, and who the client is behind the proxy 10.0.0.1.
  static let chains: [(TrustedProxies.Header, [String], String?)] = [
    (.xForwardedFor, [], "10.0.0.1"),
    (.xForwardedFor, ["203.0.113.7"], "203.0.113.7"),
    (.xForwardedFor, ["198.51.100.1, 203.0.113.7"], "203.0.113.7"),
    (.xForwardedFor, ["203.0.113.7, 10.0.0.2 ,10.9.9.9:80"], "203.0.113.7"),
    (.xForwardedFor, ["203.0.113.7", "10.0.0.2", "2001:db8:1::5"], "203.0.113.7"),
    (.xForwardedFor, ["2001:db8::7, [2001:db8:1::5]:443"], "2001:db8::7"),
    // What a client says itself does not count, be it nonsense.
    (.xForwardedFor, ["nonsense,, 10.0.0.3, 203.0.113.7, 10.0.0.2"], "203.0.113.7"),
    (.xForwardedFor, ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
    (.xForwardedFor, ["198.51.100.1, unknown, 10.0.0.2"], "10.0.0.2"),
    (.xForwardedFor, ["203.0.113.7, nonsense"], nil),
    (.xForwardedFor, ["203.0.113.7, "], nil), (.xForwardedFor, [""], nil),
    (.xForwardedFor, ["nonsense, 10.0.0.2"], nil),
    (.forwarded, [], "10.0.0.1"),
    (.forwarded, ["for=203.0.113.7"], "203.0.113.7"),
    (.forwarded, ["For=203.0.113.7;proto=https; by=10.0.0.2"], "203.0.113.7"),
    (
      .forwarded, ["for=198.51.100.1, for=\"[2001:db8::7]:4711\";host=\"a,b;c\", for=\"10.0.0.2:_p\""],
      "2001:db8::7"
    ),
    (.forwarded, ["for=203.0.113.7", "for=\"10.0\\.0.2\""], "203.0.113.7"),
    (.forwarded, ["for=198.51.100.1, for=_hidden"], "10.0.0.1"),
    (.forwarded, ["for=198.51.100.1, for=_hidden, for=10.0.0.2"], "10.0.0.2"),
    (.forwarded, ["for=198.51.100.1, proto=http"], "10.0.0.1"),
    (.forwarded, ["for=nonsense, for=203.0.113.7"], "203.0.113.7"),
    (.forwarded, ["for=[2001:db8::7]"], nil), (.forwarded, ["for=203.0.113.7, for="], nil),
    (.forwarded, ["203.0.113.7"], nil), (.forwarded, ["for=1.2.3.4;for=5.6.7.8"], nil),
    (.forwarded, ["for=203.0.113.7,"], nil), (.forwarded, [""], nil),
    // A quote that the client opened, and the proxy's text behind it.
    (.forwarded, ["for=x;by=\"a, for=203.0.113.7"], nil),
    (.forwarded, ["for=x;by=\"a, for=\"[2001:db8::7]:1\""], nil),
    (.forwarded, ["for=x;by=\"a\\, for=\"[2001:db8::7]:1\""], nil),
    (.forwarded, ["by=\"a", "for=203.0.113.7"], nil),
  ]

  @Test("the client is the last one that is no proxy", arguments: chains)
  func chain(header: TrustedProxies.Header, lines: [String], client: String?) throws {
    let proxies = TrustedProxies(Self.proxies, header: header)
    let proxy: IPAddress = try #require(IPAddress("10.0.0.1"))
    guard let client else {
      #expect(throws: ForwardedNode.Malformed.self) { try proxies.client(behind: proxy, lines) }
      return
    }
    #expect(try proxies.client(behind: proxy, lines)?.description == client)
  }

  @Test("a proxy at a Unix socket has no address of its own")
  func proxyWithoutAddress() throws {
    let proxies = TrustedProxies([.unixSocket])
    #expect(proxies.include(nil) && !proxies.include(IPAddress("10.0.0.1")))
    #expect(try proxies.client(behind: nil, []) == nil)
    #expect(try proxies.client(behind: nil, ["unknown"]) == nil)
    #expect(try proxies.client(behind: nil, ["192.0.2.1"])?.description == "192.0.2.1")
  }
}

@Suite("Connections through proxies", .oneAtATime, .serialized, .timeLimit(.minutes(30)))
struct ProxiedConnectionTests {
  private static func endpoint(_ proxies: [String], _ header: TrustedProxies.Header = .xForwardedFor)
    -> Endpoint
  {
    var endpoint = Endpoint.universal(port: 0)
    endpoint.webSocket?.trustedProxies = TrustedProxies(
      proxies.compactMap { AddressRange($0) }, header: header)
    return endpoint
  }

  /// Asks as a proxy would.
  private static func connect(_ port: Int, _ header: String, _ value: String) throws -> (PlainSocket, String)
  {
    let socket = try PlainSocket(port: port)
    try socket.send(
      Array(
        PlainSocket.request().replacing(
          "Upgrade: websocket\r\n", with: "Upgrade: websocket\r\n\(header): \(value)\r\n"
        ).utf8))
    return (socket, try socket.receiveHead())
  }

  /// A server that says where its clients come from.
  private static func start(_ endpoint: Endpoint, _ quota: ConnectionQuota? = nil) async throws -> TestServer
  {
    var configuration = ConnectionConfiguration()
    configuration.quota = quota
    return try await TestServer.start(at: endpoint, configuration: configuration) { connection, _ in
      connection.send(EncodedMessage(head: Array(connection.remoteAddress.utf8)))
    }
  }

  static let requests: [(String, String, String)] = [
    ("X-Forwarded-For", "198.51.100.1, 203.0.113.7", "203.0.113.7 through "),
    ("X-Forwarded-For", "203.0.113.7, 127.0.0.9", "203.0.113.7 through "),
    ("Forwarded", "for=203.0.113.7", "[IPv4]127.0.0.1"),
  ]

  @Test("are from whom the proxy names, in the header that it writes", arguments: requests)
  func names(header: String, value: String, expected: String) async throws {
    let server = try await Self.start(Self.endpoint(["127.0.0.0/8"]))
    let text = try await blocking { [port = server.port] in
      let (socket, _) = try Self.connect(port, header, value)
      try socket.send(Frame(payload: [1]).bytes)
      return String(decoding: try socket.receiveFrame().payload, as: UTF8.self)
    }
    #expect(text.hasPrefix(expected), "\(text)")
    await server.server.stop()
  }

  @Test("are refused with status 400 when the proxy's word is malformed, and only the proxy's")
  func malformed() async throws {
    for (range, status) in [("127.0.0.0/8", "400"), ("10.0.0.0/8", "101")] {
      let server = try await Self.start(Self.endpoint([range]))
      try await blocking { [port = server.port] in
        let (_, head) = try Self.connect(port, "X-Forwarded-For", "203.0.113.7, nonsense")
        #expect(head.hasPrefix("HTTP/1.1 \(status) "), "\(range): \(head)")
      }
      await server.server.stop()
    }
  }

  @Test("are counted for their clients, and not for the proxy")
  func counting() async throws {
    let quota = ConnectionQuota(limit: 100, perAddress: 2)
    let server = try await Self.start(Self.endpoint(["127.0.0.0/8"]), quota)
    try await blocking { [port = server.port] in
      let connect = { try Self.connect(port, "X-Forwarded-For", $0) }
      let open = try ["203.0.113.7", "203.0.113.7", "203.0.113.8", "2001:db8::1"].map(connect)
      #expect(open.allSatisfy { $0.1.hasPrefix("HTTP/1.1 101 ") })
      // The third of one address is closed without a word.
      #expect(throws: Loopback.Failure.self) { try connect("203.0.113.7") }
      _ = open
    }
    #expect(try await eventually { quota.openCount == 0 })
    try await blocking { [port = server.port] in
      let (_, head) = try Self.connect(port, "X-Forwarded-For", "203.0.113.7")
      #expect(head.hasPrefix("HTTP/1.1 101 "))
    }
    await server.server.stop()
  }
}
