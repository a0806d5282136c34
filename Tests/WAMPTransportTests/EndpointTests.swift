import Foundation
import Programs
import Testing

@testable import WAMPTransport

@Suite("Endpoints", .oneAtATime, .timeLimit(.minutes(30)))
struct EndpointTests {
  /// Runs a test with a path that a socket can have.
  private static func withSocketPath(_ body: (String) async throws -> Void) async throws {
    try await withShortFolder { try await body($0.appending(path: "router.sock").path) }
  }

  private static func mode(of path: String) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
  }

  @Test("both transports come through a Unix socket, which is gone when the listener stops")
  func unixSocket() async throws {
    try await Self.withSocketPath { path in
      let server = try await TestServer.start(at: .universal(.unix(path: path)), TestServer.echo)
      for transport in [TransportURL.Transport.webSocket, .rawSocket] {
        let peer = try await server.connect(transport)
        try await peer.send(pattern(100_000))
        let echo = await peer.nextMessage()
        #expect(echo == pattern(100_000))
      }
      await server.server.stop()
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test(
    "a Unix socket has the mode that is wanted, by default for this user only",
    arguments: [nil, 0o660] as [UInt16?])
  func socketMode(mode: UInt16?) async throws {
    try await Self.withSocketPath { path in
      var endpoint = Endpoint.rawSocket(.unix(path: path))
      if let mode { endpoint.socketMode = mode }
      let server = try await TestServer.start(at: endpoint)
      #expect(try Self.mode(of: path) == Int(mode ?? 0o600))
      await server.server.stop()
    }
  }

  @Test("the socket file of a listener that is gone is replaced; one in use, and any other file, is not")
  func staleSocket() async throws {
    try await Self.withSocketPath { path in
      let endpoint = Endpoint.rawSocket(.unix(path: path))
      // Bound and never listened on: as one that was killed leaves it.
      let (_, descriptor) = try UnixSocketFile.bind(path, mode: 0o600)
      PlainSocket(descriptor: descriptor).close()
      let server = try await TestServer.start(at: endpoint)
      var error = await #expect(throws: TransportError.self) { try await TestServer.start(at: endpoint) }
      #expect(error?.code == .bindFailed)
      #expect(
        error?.message.contains("\(path): another program listens there") == true, "\(error?.message ?? "")")
      // A file that took its place is not removed with the listener.
      try FileManager.default.removeItem(atPath: path)
      try Data("mine".utf8).write(to: URL(filePath: path))
      await server.server.stop()
      #expect(FileManager.default.fileExists(atPath: path))
      error = await #expect(throws: TransportError.self) { try await TestServer.start(at: endpoint) }
      #expect(error?.message.contains("not a socket") == true, "\(error?.message ?? "")")
    }
  }

  @Test("a path that is too long for a socket is an error that says so")
  func longPath() async throws {
    let error = await #expect(throws: TransportError.self) {
      try await TestServer.start(at: .rawSocket(.unix(path: "/tmp/" + String(repeating: "x", count: 200))))
    }
    #expect(error?.message.contains("takes 205 bytes") == true, "\(error?.message ?? "")")
  }

  @Test("IPv6 is listened on and connected to", arguments: [TransportURL.Transport.webSocket, .rawSocket])
  func ipv6(transport: TransportURL.Transport) async throws {
    let server = try await TestServer.start(at: .universal(host: "::1", port: 0), TestServer.echo)
    #expect(server.server.address.description.hasPrefix("[::1]:"))
    let peer = try await server.connect(transport)
    try await peer.send([1, 2, 3])
    let echo = await peer.nextMessage()
    #expect(echo == [1, 2, 3])
  }

  @Test(
    "of several paths each is served, with or without a query, and no other",
    arguments: [("/ws", 101), ("/ws?x=1", 101), ("/", 101), ("/other", 404), ("/ws/more", 404)])
  func paths(path: String, status: Int) async throws {
    var endpoint = Endpoint.webSocket(port: 0)
    endpoint.webSocket = .init(paths: ["/", "/ws"])
    let server = try await TestServer.start(at: endpoint)
    let answer = try await Self.answer(of: server) { $0.replacing("GET / ", with: "GET \(path) ") }
    #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
  }

  @Test(
    "pages connect from the origins that are allowed, in whatever case; who sends none is no page",
    arguments: [
      ("https://example.com", 101), ("HTTPS://Example.com", 101), ("https://a.b.example.org", 101),
      (nil, 101),
      ("https://example.com.evil.net", 403), ("http://example.com", 403), ("https://example.org", 403),
      ("null", 403), ("", 403),
    ] as [(String?, Int)])
  func origins(origin: String?, status: Int) async throws {
    var endpoint = Endpoint.webSocket(port: 0)
    endpoint.webSocket = .init(allowedOrigins: ["https://example.com", "https://*.example.org"])
    let server = try await TestServer.start(at: endpoint)
    let answer = try await Self.answer(of: server) { request in
      origin.map { request.replacing("Host:", with: "Origin: \($0)\r\nHost:") } ?? request
    }
    #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
  }

  @Test("a star in an origin stands for any text, wherever it is")
  func originPatterns() {
    #expect(OriginPattern("*").matches("null") && OriginPattern("*").matches(""))
    #expect(OriginPattern("http://*:80*").matches("http://a.b:8080"))
    #expect(!OriginPattern("http://*:80*").matches("http://a.b:9080"))
    #expect(OriginPattern("a*b*c").matches("abc") && OriginPattern("a*b*c").matches("aXbYbZc"))
    #expect(!OriginPattern("a*b*c").matches("acb") && !OriginPattern("ab*ba").matches("aba"))
  }

  private static func answer(
    of server: TestServer, _ change: @escaping @Sendable (String) -> String
  ) async throws -> String {
    try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      try socket.send(Array(change(PlainSocket.request()).utf8))
      return try socket.receiveHead()
    }
  }
}
