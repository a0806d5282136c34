import Testing

@testable import RouterConfiguration

@Suite struct ConfigurationChangesTests {
  private func changes(_ right: String, _ wrong: String) throws -> ConfigurationChanges {
    #expect(Samples.least.contains(right))
    let old = try Samples.read(Samples.least, file: "a.yaml")
    let new = try Samples.read(Samples.least.replacing(right, with: wrong), file: "a.yaml")
    return ConfigurationChanges(from: old, to: new)
  }

  @Test("nothing changes by reading the same again")
  func same() throws {
    #expect(try changes("version", "version") == .init(realms: [], kept: []))
  }

  @Test(
    "permissions and principals are taken over",
    arguments: [
      ("call: true", "call: false"), ("uri: com.example.*", "uri: '*'"),
      (
        "type: websocket",
        "type: websocket\n        auth: {ticket: {type: static, principals: {a: {role: anonymous, ticket: b}}}}"
      ),
    ])
  func takenOver(_ right: String, _ wrong: String) throws {
    let changes = try changes(right, wrong)
    #expect(changes.realms.map(\.name) == ["realm1"])
    #expect(changes.kept == [])
  }

  @Test(
    "what a running router cannot change is said",
    arguments: [
      (
        "port: 8080", "port: 8081", ["the endpoint 0.0.0.0:8081 is new", "the endpoint 0.0.0.0:8080 is gone"]
      ),
      ("type: websocket", "type: rawsocket", ["the endpoint 0.0.0.0:8080 is told otherwise"]),
      (
        "type: tcp\n          port: 8080", "type: unix\n          path: /a",
        ["the endpoint /a is new", "the endpoint 0.0.0.0:8080 is gone"]
      ),
      ("name: realm1", "name: realm2", ["the realm realm2 is new", "the realm realm1 is gone"]),
      (
        "type: websocket", "type: websocket\n        options: {max_message_size: 1000}",
        ["the limits of transports are others"]
      ),
    ])
  func kept(_ right: String, _ wrong: String, kept: [String]) throws {
    let changes = try changes(right, wrong)
    #expect(changes.kept == kept)
    #expect(changes.realms == [])
  }
}
