import Testing

@testable import WAMPTransport

@Suite("Extensions of a handshake")
struct WebSocketExtensionTests {
  static let wellFormed: [(String, [WebSocketExtension])] = [
    ("foo", [WebSocketExtension(name: "foo")]),
    (" foo\t,bar ", [WebSocketExtension(name: "foo"), WebSocketExtension(name: "bar")]),
    (", foo,, ,bar,", [WebSocketExtension(name: "foo"), WebSocketExtension(name: "bar")]),
    (
      "foo; a; b=2;c = \"x\"",
      [
        WebSocketExtension(
          name: "foo",
          parameters: [.init(name: "a"), .init(name: "b", value: "2"), .init(name: "c", value: "x")])
      ]
    ),
    (
      "foo;a=\"\\1\\5\", foo",
      [
        WebSocketExtension(name: "foo", parameters: [.init(name: "a", value: "15")]),
        WebSocketExtension(name: "foo"),
      ]
    ),
  ]

  @Test("are read as RFC 6455 writes them", arguments: wellFormed)
  func reading(header: String, expected: [WebSocketExtension]) {
    #expect(WebSocketExtension.list(header) == expected)
  }

  @Test(
    "are refused when they are malformed",
    arguments: [
      "", " ", ",", "foo bar", "foo;", "foo; =1", "foo; a=", "foo; a=\"", "foo; a=\"1", "foo; a=\"\"",
      "foo; a=\"x y\"", "foo; a=\"\\", "foo; a=1 2", "foo=1", ";", "fo(o", "föö", "foo; a=\"1\"2",
      "foo; a;; b",
    ])
  func malformed(header: String) {
    #expect(WebSocketExtension.list(header) == nil)
  }
}
