import Testing
import WAMP
import WAMPAuthentication
import WAMPRouter
import WAMPTransport

@testable import RouterConfiguration

@Suite struct NodeConfigurationTests {
  private typealias Configuration = NodeConfiguration

  @Test("realms have their roles, and roles their permissions")
  func realms() throws {
    let realms = try Samples.read(Samples.whole).realms
    #expect(realms.map(\.name) == ["realm1", "realm2"])
    #expect(realms[0].roles.map(\.name) == ["backend", "public"])
    #expect(
      realms[0].roles[1].permissions == [
        .init(uri: "com.example.", match: .prefix, allows: .call, discloses: .call),
        .init(uri: "org..opened", match: .wildcard, allows: .subscribe, discloses: .publish),
      ])
    #expect(realms[1].roles == [.init(name: "public", permissions: [])])
  }

  @Test("transports become endpoints, with paths beside the file and ports from the environment")
  func endpoints() throws {
    var first = Endpoint.universal(.tcp(host: "::", port: 8443))
    first.webSocket = .init(paths: ["/ws"], allowedOrigins: ["https://*.example.com"])
    first.subprotocols = ["wamp.2.cbor"]
    first.tls = ServerTLS(
      certificateChain: "/tls/server.pem", privateKey: "/etc/router/server.key",
      clients: .init(authorities: "/etc/router/ca.pem"))
    #expect(
      try Samples.read(Samples.whole).endpoints == [
        first, .webSocket(host: "127.0.0.1", port: 8080), .rawSocket(.unix(path: "/etc/router/router.sock")),
      ])
  }

  @Test("the principals of all methods are known, secrets from the environment too")
  func principals() throws {
    let authentication = try Samples.read(Samples.whole).authentication
    let key = Array(repeating: UInt8(0xab), count: 32)
    let keys = try ScramKeys(
      storedKey: key, serverKey: key, salt: [1, 2, 3], derivation: .pbkdf2(iterations: 4096))
    let derived = try SaltedSecret(password: "derived", salt: "salt123", iterations: 100, keyLength: 16)
    #expect(authentication.anonymousRole == "public")
    #expect(
      authentication.principals == [
        .init(authid: "joe", role: "backend", proof: .ticket("secret of joe")),
        .init(authid: "joe", role: "backend", proof: .wampCRA(SaltedSecret("plain"))),
        .init(authid: "ann", role: "public", proof: .wampCRA(derived)),
        .init(authid: "ann", role: "public", proof: .scram(keys)),
        .init(
          authid: "device", role: "public", realm: "realm2",
          proof: .cryptosign(["545efb0a2192db8d43f118e9bf9aee081466e1ef36c708b96ee6f62ddad9122c"])),
      ])
    #expect(!"\(authentication)".contains("secret of joe"))
  }

  @Test("a WebSocket gives cookies, of Crossbar.io's name and age if nothing else is said")
  func cookies() throws {
    func read(_ cookie: String, _ auth: String) throws -> NodeConfiguration {
      try Samples.read(
        Samples.least.replacing(
          "type: websocket", with: "type: websocket\n        cookie: \(cookie)\n        auth: \(auth)"),
        file: "node.yaml")
    }
    let anonymous = "anonymous: {type: static}"
    let usual = try read("{}", "{\(anonymous), cookie: {}}")
    var cookie = Endpoint.WebSocket.Cookie()
    (cookie.name, cookie.length, cookie.maxAge) = ("cbtid", 24, .seconds(604_800))
    #expect(usual.endpoints[0].webSocket?.cookie == cookie)
    #expect(usual.acceptsCookies)
    #expect(try usual.configuration(of: usual.realms[0]).authentication.acceptsCookies)
    let said = try read(
      "{name: id, length: 40, max_age: 60, secure: true, same_site: Lax, store: {type: memory}}",
      "{\(anonymous)}")
    (cookie.name, cookie.length, cookie.maxAge) = ("id", 40, .seconds(60))
    (cookie.isSecure, cookie.sameSite) = (true, .lax)
    #expect(said.endpoints[0].webSocket?.cookie == cookie)
    #expect(!said.acceptsCookies)
    let options = "{anonymous: {type: static}}\n        options: {allowed_origins: [\"https://a.b\"]}"
    let both = try read("{}", options).endpoints[0].webSocket
    #expect(both?.cookie?.name == "cbtid" && both?.allowedOrigins == ["https://a.b"])
  }

  @Test("what transports say of limits counts for all")
  func limits() throws {
    var limits = Router.Limits()
    limits.messageSize = 1 << 20
    limits.helloTimeout = .seconds(4)
    limits.keepAlive = .init(pingAfter: .seconds(5), closeAfter: .milliseconds(2500))
    #expect(try Samples.read(Samples.whole).limits == limits)
  }

  @Test("without auth everybody may join, in the role anonymous; without an interface all are listened on")
  func defaults() throws {
    let least = try Samples.read(Samples.least, file: "node.yaml")
    #expect(least.authentication == .init(anonymousRole: "anonymous", principals: []))
    #expect(least.endpoints == [.webSocket(host: "0.0.0.0", port: 8080)])
    #expect(least.limits == Router.Limits())
  }

  @Test("the router is told who may do what in each realm")
  func permissions() throws {
    let configuration = try Samples.read(Samples.whole)
    let realms = try configuration.realms.map { try configuration.configuration(of: $0) }
    #expect(realms.map(\.name) == ["realm1", "realm2"])
    let permissions = try #require(realms[0].permissions)
    let allowed = { (action: Permissions.Actions, uri: String, role: String) in
      permissions.allow(action, uri.utf8.span, to: role)
    }
    #expect(allowed(.register, "com.example.add", "backend"))
    #expect(allowed(.call, "com.example.add", "public"))
    #expect(!allowed(.register, "com.example.add", "public"))
    #expect(!allowed(.call, "net.example.add", "public"))
    #expect(allowed(.subscribe, "org.door.opened", "public"))
    #expect(!allowed(.call, "com.example.add", "nobody"))
    #expect(permissions.discloses(.call, "com.example.add", of: "public"))
    #expect(!permissions.discloses(.call, "com.example.add", of: "backend"))
  }

  @Test("YAML says the same as JSON, which is YAML")
  func formats() throws {
    #expect(try Samples.read(Samples.whole, file: "node.yaml") == Samples.read(Samples.whole))
  }

  @Test(
    "a star in the URI of a permission stands for any text",
    arguments: [
      ("*", "", .prefix), ("com.example.*", "com.example.", .prefix),
      ("com.*.opened", "com..opened", .wildcard),
      ("*.opened.*", ".opened.", .wildcard), ("com.example.add", "com.example.add", .exact),
    ] as [(String, String, MatchPolicy)])
  func stars(_ text: String, uri: String, match: MatchPolicy) throws {
    let configuration = try Samples.read(
      Samples.least.replacing("com.example.*", with: "\"\(text)\""), file: "a.yaml")
    let permission = try #require(configuration.realms[0].roles[0].permissions.first)
    #expect(permission.uri == uri && permission.match == match)
  }

  @Test("a web transport that serves WebSockets alone is one")
  func web() throws {
    let text = Samples.least.replacing(
      "type: websocket", with: "type: web\n        paths: {/: {type: websocket}}")
    let configuration = try Samples.read(text, file: "a.yaml")
    #expect(configuration.endpoints[0].webSocket == .init(paths: ["/"]))
  }
}
