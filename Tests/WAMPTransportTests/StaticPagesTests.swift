import Programs
import Testing

@testable import WAMPTransport

/// Pages that an endpoint serves to browsers.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct StaticPagesTests {
  private static let large = String(repeating: "0123456789", count: 100_000)

  private func answer(
    _ line: String, host: String? = "127.0.0.1:1", _ headers: String = "", pages: Bool = true
  ) async throws -> String {
    var endpoint = Endpoint.webSocket(port: 0)
    if pages {
      endpoint.webSocket?.pages = StaticPages(
        files: [
          "/": .init(type: "text/html; charset=utf-8", text: "<p>ä"),
          "/large.js": .init(type: "text/javascript", text: Self.large),
        ], hosts: Set(LocalHosts.patterns + ["pages.example"]))
    }
    let server = try await TestServer.start(at: endpoint)
    let host = host.map { "Host: \($0)\r\n" } ?? ""
    let request = "\(line) HTTP/1.1\r\n\(host)\(headers)\r\n"
    let answer = try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      try socket.send(Array(request.utf8))
      return String(decoding: try socket.receiveToEnd(), as: UTF8.self)
    }
    await server.server.stop()
    return answer
  }

  @Test(arguments: ["GET /", "GET /?a=b"])
  func `a page is answered with its type, and with what it may do`(line: String) async throws {
    let answer = try await answer(line)
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("\r\n\r\n<p>ä"), "\(answer)")
    for header in [
      "Content-Type: text/html; charset=utf-8", "Content-Length: 5", "X-Content-Type-Options: nosniff",
      "Content-Security-Policy: default-src 'none'; script-src 'self';", "frame-ancestors 'none'",
      "Referrer-Policy: no-referrer", "Cache-Control: no-store",
    ] {
      #expect(answer.contains(header), "\(header): \(answer)")
    }
  }

  @Test func `a large file arrives as a whole, and of HEAD only what it says of it`() async throws {
    #expect(try await answer("GET /large.js").hasSuffix("\r\n\r\n" + Self.large))
    let head = try await answer("HEAD /large.js")
    #expect(head.contains("Content-Length: 1000000\r\n") && head.hasSuffix("\r\n\r\n"), "\(head)")
  }

  @Test(
    arguments: [
      ("localhost", 200), ("LOCALHOST:8080", 200), ("[::1]:8080", 200), ("pages.example", 200),
      ("evil.example", 421), ("127.0.0.1.evil.example", 421), ("pages.example:8080", 421),
      ("localhost.evil.example:80", 421), ("", 421), (nil, 421),
    ] as [(String?, Int)])
  func `who names another host gets no page`(host: String?, status: Int) async throws {
    let answer = try await answer("GET /", host: host)
    #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
  }

  @Test func `two hosts are none`() async throws {
    let answer = try await answer("GET /", host: "localhost", "Host: evil.example\r\n")
    #expect(!answer.hasPrefix("HTTP/1.1 200 "), "\(answer)")
  }

  @Test(
    arguments: [
      ("GET /none", "404", "There is no page at this path.\n"),
      ("GET /../etc/passwd", "404", "There is no page at this path.\n"),
      ("GET //", "404", "There is no page at this path.\n"), ("POST /", "405", "Allow: GET, HEAD\r\n"),
      ("DELETE /large.js", "405", "Pages can only be got.\n"),
    ])
  func `other requests are told what is wrong`(line: String, status: String, text: String) async throws {
    let answer = try await answer(line)
    #expect(answer.hasPrefix("HTTP/1.1 \(status) ") && answer.contains(text), "\(answer)")
  }

  @Test func `WebSockets are opened beside pages, and where there are none nothing is shown`() async throws {
    let other = try await answer("GET /", "Upgrade: h2c\r\nConnection: Upgrade\r\n")
    #expect(other.hasPrefix("HTTP/1.1 200 "), "\(other)")
    var endpoint = Endpoint.webSocket(port: 0)
    endpoint.webSocket?.pages = StaticPages(files: [:], hosts: [])
    let server = try await TestServer.start(at: endpoint)
    let head = try await blocking { [port = server.port] in
      let socket = try PlainSocket(port: port)
      try socket.send(Array(PlainSocket.request().utf8))
      return try socket.receiveHead()
    }
    #expect(head.hasPrefix("HTTP/1.1 101 "), "\(head)")
    await server.server.stop()
    let plain = try await answer("GET /", pages: false)
    #expect(plain.hasPrefix("HTTP/1.1 400 ") && plain.hasSuffix("subprotocols test, other.\n"), "\(plain)")
  }
}
