import NIOHTTP1
import Testing

@testable import WAMPTransport

/// What the headers of a handshake say of cookies, on both sides.
struct CookieHandshakeTests {
  private func request(_ cookies: String...) -> HTTPRequestHead {
    HTTPRequestHead(
      version: .http1_1, method: .GET, uri: "/", headers: HTTPHeaders(cookies.map { ("Cookie", $0) }))
  }

  private func desk(
    isEncrypted: Bool = false, _ change: (inout Endpoint.WebSocket.Cookie) -> Void = { _ in }
  ) -> CookieDesk {
    var cookie = Endpoint.WebSocket.Cookie()
    change(&cookie)
    return CookieDesk(cookie: cookie, isEncrypted: isEncrypted) { $0 == "known" }
  }

  @Test(
    "a client keeps a cookie that is known, wherever it stands",
    arguments: ["wamp=known", "a=b; wamp=known", "wamp=known;c=d", " wamp = known "])
  func known(header: String) {
    let cookie = desk().cookie(for: request(header))
    #expect(cookie.value == "known" && !cookie.isNew)
    #expect(desk().cookie(for: request("a=b", header)).value == "known")
  }

  @Test(
    "a cookie that nobody was given is replaced by a random one",
    arguments: ["", "wamp=made-up", "xwamp=known", "wamp", "wamp=", "=known", "wamp=\"known\"", ";;;"])
  func unknown(header: String) {
    let cookies = (0..<3).map { _ in desk().cookie(for: request(header)) }
    #expect(Set(cookies.map(\.value)).count == 3)
    for cookie in cookies { #expect(cookie.isNew && cookie.value.utf8.count == 32) }
  }

  @Test("what is set says how long, and that no script and no other site gets it")
  func header() {
    #expect(desk().header("v") == "wamp=v; Path=/; Max-Age=86400; HttpOnly; SameSite=Strict")
    let other = desk(isEncrypted: true) {
      ($0.name, $0.sameSite, $0.maxAge) = ("id", .none, .seconds(5))
    }
    #expect(other.header("v") == "id=v; Path=/; Max-Age=5; HttpOnly; SameSite=None; Secure")
    #expect(desk { $0.isSecure = true }.header("v").hasSuffix("; Secure"))
    #expect(!desk(isEncrypted: true) { $0.isSecure = false }.header("v").contains("Secure"))
  }

  @Test("a length that could be guessed is not taken, and a name that is none is seen")
  func configuration() {
    var cookie = Endpoint.WebSocket.Cookie()
    cookie.length = 1
    #expect(cookie.length == 22)
    #expect(cookie.isNamed)
    for name in ["", "a b", "a=b", "a;b", "a\nb", "é"] {
      cookie.name = name
      #expect(!cookie.isNamed, "\(name)")
    }
  }

  @Test("a client sends a cookie back where it came from, as long as it lasts")
  func jar() {
    let now = ContinuousClock.now
    var jar = CookieJar()
    #expect(jar.header(for: "ws://a/", at: now) == nil)
    jar.keep(["wamp=x; Path=/; Max-Age=10; HttpOnly", "b=c"], from: "ws://a/", at: now)
    #expect(jar.header(for: "ws://a/", at: now) == "b=c; wamp=x")
    #expect(jar.header(for: "ws://b/", at: now) == nil)
    #expect(jar.header(for: "ws://a/", at: now + .seconds(10)) == "b=c")
    jar.keep(["b=; max-age=0"], from: "ws://a/", at: now)
    #expect(jar.header(for: "ws://a/", at: now) == "wamp=x")
    jar.keep(["wamp=y"], from: "ws://a/", at: now)
    #expect(jar.header(for: "ws://a/", at: now + .seconds(60)) == "wamp=y")
  }

  @Test("what a server could fill a client with is not kept")
  func hostile() {
    let now = ContinuousClock.now
    var jar = CookieJar()
    jar.keep(["", "=", "a", "=b", ";a=b", "a=b\r\nHost: c", "a=é"], from: "ws://a/", at: now)
    jar.keep(["long=" + String(repeating: "x", count: 5000)], from: "ws://a/", at: now)
    #expect(jar == CookieJar())
    jar.keep((0..<100).map { "n\($0)=v; Max-Age=99999999999999999" }, from: "ws://a/", at: now)
    #expect(jar.header(for: "ws://a/", at: now)?.split(separator: ";").count == 16)
  }
}
