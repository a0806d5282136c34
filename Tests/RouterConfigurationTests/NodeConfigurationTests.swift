import Testing
import WAMP

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
        .init(
          uri: "com.example.", match: .prefix, allows: [.call], disclosesCaller: true,
          disclosesPublisher: false),
        .init(
          uri: "org..opened", match: .wildcard, allows: [.subscribe], disclosesCaller: false,
          disclosesPublisher: true),
      ])
    #expect(realms[1].roles == [.init(name: "public", permissions: [])])
  }

  @Test("transports become listeners, with paths beside the file and ports from the environment")
  func listeners() throws {
    let tls = Configuration.TLS(
      certificate: "/tls/server.pem", privateKey: "/etc/router/server.key",
      clientAuthorities: "/etc/router/ca.pem")
    #expect(
      try Samples.read(Samples.whole).listeners == [
        .init(
          address: .tcp(host: "::", port: 8443), tls: tls,
          webSocket: .init(paths: ["/ws"], allowedOrigins: ["https://*.example.com"]), speaksRawSocket: true,
          formats: [.cbor]),
        .init(address: .tcp(host: "127.0.0.1", port: 8080), webSocket: .init(), speaksRawSocket: false),
        .init(address: .unix(path: "/etc/router/router.sock"), speaksRawSocket: true),
      ])
  }

  @Test("the principals of all methods are known, secrets from the environment too")
  func principals() throws {
    let authentication = try Samples.read(Samples.whole).authentication
    #expect(authentication.anonymousRole == "public")
    #expect(
      authentication.principals == [
        .init(authid: "joe", role: "backend", proof: .ticket("secret of joe")),
        .init(authid: "joe", role: "backend", proof: .wampCRA("plain", nil)),
        .init(
          authid: "ann", role: "public",
          proof: .wampCRA("derived", .init(salt: "salt123", iterations: 100, keyLength: 16))),
        .init(
          authid: "ann", role: "public",
          proof: .scram(
            .init(
              function: .pbkdf2, iterations: 4096, memory: 0, salt: "c2FsdA==", storedKey: "aaaa",
              serverKey: "bbbb"
            ))),
        .init(
          authid: "device", role: "public", realm: "realm2",
          proof: .cryptosign(["545efb0a2192db8d43f118e9bf9aee081466e1ef36c708b96ee6f62ddad9122c"])),
      ])
  }

  @Test("what transports say of limits counts for all")
  func limits() throws {
    let limits = try Samples.read(Samples.whole).limits
    #expect(
      limits
        == .init(
          messageSize: 1 << 20, openingTimeout: .seconds(4), pingAfter: .seconds(5),
          closeAfter: .milliseconds(2500)))
  }

  @Test("without auth everybody may join, in the role anonymous; without an interface all are listened on")
  func defaults() throws {
    let least = try Samples.read(Samples.least, file: "node.yaml")
    #expect(least.authentication == .init(anonymousRole: "anonymous", principals: []))
    #expect(
      least.listeners == [
        .init(address: .tcp(host: "0.0.0.0", port: 8080), webSocket: .init(), speaksRawSocket: false)
      ])
    #expect(least.limits == .init())
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
    #expect(configuration.listeners[0].webSocket == .init(paths: ["/"]))
  }
}
