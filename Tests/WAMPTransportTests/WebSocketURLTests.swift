import Testing

@testable import WAMPTransport

@Suite("WebSocket address")
struct WebSocketURLTests {
  @Test(
    "is parsed",
    arguments: [
      ("ws://localhost", WebSocketURL(host: "localhost", port: 80)),
      ("ws://localhost:8080", WebSocketURL(host: "localhost", port: 8080)),
      ("ws://h:1/ws?a=b", WebSocketURL(host: "h", port: 1, path: "/ws?a=b")),
      ("ws://[::1]:9000/", WebSocketURL(host: "::1", port: 9000)),
      ("ws://[::1]/x", WebSocketURL(host: "::1", port: 80, path: "/x")),
    ])
  func parsing(text: String, url: WebSocketURL) {
    #expect(WebSocketURL(text) == url)
    #expect(WebSocketURL(url.description) == url)
  }

  @Test(
    "is refused",
    arguments: [
      "", "localhost", "http://h", "wss://h", "ws://", "ws:///x", "ws://:80", "ws://h:", "ws://h:0",
      "ws://h:65536", "ws://h:x", "ws://a b", "ws://h\r\nX: y", "ws://h/a b", "ws://h/\r\nX: y", "ws://[]:80",
    ])
  func refused(text: String) {
    #expect(WebSocketURL(text) == nil)
  }
}
