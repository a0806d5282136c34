import Testing
import WAMP

@testable import WAMPAuthentication

/// What clients see that name nobody: the same as principals do.
@Suite struct DecoyTests {
  private let principals: [Principal]
  private let realm: Authentication

  init() throws {
    var principals: [Principal] = []
    for number in 0..<20 {
      let salted = try SaltedSecret(
        derivedKey: "key", salt: number < 10 ? "0a1b2c3d" : "AbCdEfGhIjKl", iterations: 1000 + number % 2)
      let keys = try ScramKeys(
        storedKey: [UInt8](repeating: 1, count: 32), serverKey: [UInt8](repeating: 2, count: 32),
        salt: [UInt8](repeating: 3, count: number < 5 ? 8 : 24),
        derivation: .pbkdf2(iterations: 5000 + number % 3))
      principals.append(
        number.isMultiple(of: 4)
          ? Principal("p\(number)", role: "admin", .ticket("no"))
          : Principal("p\(number)", role: "role\(number % 2)", .wampCRA(salted), .scram(keys)))
    }
    self.principals = principals
    realm = Authentication(principals: principals)
  }

  /// What a challenge tells beside nonces, and how long the salt is.
  private func seen(
    _ name: String, _ methods: [String], in realm: Authentication
  ) throws -> [String: String] {
    let hello = Message.Hello(
      realm: "realm1", roles: .client, authmethods: methods, authid: name, authextra: ["nonce": "AAAA"])
    var exchange = RouterExchange(realm, hello, Meeting.terms())
    guard case .challenge(let challenge) = exchange.begin() else { return [:] }
    var seen = ["method": challenge.method]
    for (key, value) in try challenge.extra.values() where key != "nonce" {
      seen[key] = "\(value)".replacing(name, with: "NAME")
    }
    seen["salt"] = try challenge.extra.values()["salt"]?.stringValue.map { salt in
      "\(salt.utf8.count) \(salt.utf8.allSatisfy("0123456789abcdef".utf8.contains))"
    }
    return seen
  }

  @Test(
    "names that are nobody's are challenged as principals are, by role, costs and method",
    arguments: [
      ["wampcra"], ["wamp-scram"], ["scram"], ["ticket"], ["wampcra", "ticket"], ["ticket", "wamp-scram"],
    ])
  func likeness(methods: [String]) throws {
    let known = Set(try principals.map { try seen($0.authid, methods, in: realm) })
    let unknown = Set(try (0..<500).map { try seen("nobody\($0)", methods, in: realm) })
    // How many names resemble one principal is up to chance: some may be resembled by none of these.
    #expect(unknown.isSubset(of: known) && unknown.count > known.count / 3)
  }

  @Test(
    "a name that is nobody's sees the same in all realms of such principals, many of them also when principals come and go"
  )
  func stability() throws {
    let others = Authentication(
      principals: principals.filter { $0.authid != "p7" } + [Principal("new", role: "new", .ticket("no"))])
    let names = (0..<300).map { "nobody\($0)" }
    let changed = try names.filter {
      try seen($0, ["wampcra", "ticket"], in: realm) != seen($0, ["wampcra", "ticket"], in: others)
    }
    #expect(changed.count < 200)
    let same = Authentication(principals: principals)
    for name in names {
      let (first, second) = (try seen(name, ["wampcra"], in: realm), try seen(name, ["wampcra"], in: same))
      #expect(first == second)
    }
  }

  @Test("clients that a directory does not know are challenged like its examples")
  func directory() throws {
    let realm = Authentication(methods: [.wampCRA], like: [principals[1]]) { _ in nil }
    let hello = Message.Hello(realm: "realm1", roles: .client, authmethods: ["wampcra"], authid: "nobody")
    var exchange = RouterExchange(realm, hello, Meeting.terms())
    _ = exchange.begin()
    guard case .challenge(let challenge) = exchange.found(nil) else {
      Issue.record("no CHALLENGE")
      return
    }
    let extra = try challenge.extra.values()
    #expect(extra["iterations"] == 1001)
    #expect(extra["challenge"]?.stringValue?.contains(#""authrole":"role1""#) == true)
  }

  @Test("a realm without principals has decoys, too")
  func empty() {
    let decoys = Decoys(like: [])
    #expect(decoys.model(of: "nobody") == nil)
    #expect(decoys.role(of: "nobody", .wampCRA) == "user")
    #expect(decoys.secret(of: "nobody").salting == nil)
    #expect(decoys.keys(of: "nobody", .standard) != nil)
  }
}
