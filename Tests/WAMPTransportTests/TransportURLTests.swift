import Testing

@testable import WAMPTransport

@Suite("Address of a transport")
struct TransportURLTests {
  private static func tcp(
    _ transport: TransportURL.Transport, _ host: String, _ port: Int, isSecure: Bool = false,
    path: String = "/"
  ) -> TransportURL {
    TransportURL(transport, .tcp(host: host, port: port), isSecure: isSecure, path: path)
  }

  @Test(
    "is parsed, and is read again as it is printed",
    arguments: [
      ("ws://localhost", tcp(.webSocket, "localhost", 80)),
      ("ws://localhost:8080", tcp(.webSocket, "localhost", 8080)),
      ("ws://h:1/ws?a=b", tcp(.webSocket, "h", 1, path: "/ws?a=b")),
      ("ws://[::1]:9000/", tcp(.webSocket, "::1", 9000)),
      ("ws://[::1]/x", tcp(.webSocket, "::1", 80, path: "/x")),
      ("wss://h/x", tcp(.webSocket, "h", 443, isSecure: true, path: "/x")),
      ("wss://h:8443", tcp(.webSocket, "h", 8443, isSecure: true)),
      ("rs://h", tcp(.rawSocket, "h", 80)),
      ("rs://h:8080/", tcp(.rawSocket, "h", 8080)),
      ("rss://[::1]", tcp(.rawSocket, "::1", 443, isSecure: true)),
      ("ws+unix:///run/a.sock", TransportURL(.webSocket, .unix(path: "/run/a.sock"))),
      ("ws+unix:///run/a.sock:/ws", TransportURL(.webSocket, .unix(path: "/run/a.sock"), path: "/ws")),
      ("rs+unix:///run/a.sock", TransportURL(.rawSocket, .unix(path: "/run/a.sock"))),
      ("ws://unix:/run/a.sock", TransportURL(.webSocket, .unix(path: "/run/a.sock"))),
      ("rs://unix:/run/a.sock", TransportURL(.rawSocket, .unix(path: "/run/a.sock"))),
      ("ws://unix:80/x", tcp(.webSocket, "unix", 80, path: "/x")),
    ])
  func parsing(text: String, url: TransportURL) {
    #expect(TransportURL(text) == url)
    #expect(TransportURL(url.description) == url)
  }

  @Test(
    "is refused",
    arguments: [
      "", "localhost", "http://h", "ws://", "ws:///x", "ws://:80", "ws://h:", "ws://h:0",
      "ws://h:65536", "ws://h:x", "ws://a b", "ws://h\r\nX: y", "ws://h/a b", "ws://h/\r\nX: y", "ws://[]:80",
      "rs://h/path", "rs+unix://relative", "ws+unix://", "ws+unix:///", "rss://unix:/run/a.sock",
      "tcp://h:1", "://h",
    ])
  func refused(text: String) {
    #expect(TransportURL(text) == nil)
  }

  @Test("an address of IPv6 is written in brackets in Host")
  func hostHeader() {
    #expect(TransportURL("ws://[::1]")?.authority == "[::1]:80")
    #expect(TransportURL("ws://example.com:81")?.authority == "example.com:81")
    #expect(TransportURL("ws+unix:///run/a.sock")?.authority == "localhost")
  }
}
