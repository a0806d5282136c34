import RouterConfiguration
import Testing
import WAMPRouter

/// What is wrong is named: the file, the line, the keys that lead there, and the reason.
@Suite struct ConfigurationFaultTests {
  private func fault(_ text: String, file: String) throws -> String {
    let fault = try #require(throws: ConfigurationFault.self) { try Samples.read(text, file: file) }
    return fault.description
  }

  @Test(
    "a configuration that is wrong in one place is refused with that place",
    arguments: [
      // What has to be there, and of which kind.
      ("version: 2", "version: 1", "1: version: 1 is not within 2…2"),
      ("version: 2", "verzion: 2", "1: version is missing"),
      ("workers:", "nodes:", "1: workers is missing"),
      ("type: router", "type: container", "3: workers[0].type: is not \"router\": nothing else is run here"),
      ("type: router", "name: router", "3: workers[0]: type is missing"),
      ("name: realm1", "name: 7", "5: workers[0].realms[0].name: is a whole number, and has to be text"),
      ("name: realm1", "name: \"\"", "5: workers[0].realms[0].name: is empty"),
      ("name: realm1", "name: re alm", "5: workers[0].realms[0].name: \"re alm\" is no realm"),
      (
        "call: true", "call: 1",
        "11: workers[0].realms[0].roles[0].permissions[0].allow.call: is a whole number, and has to be true or false"
      ),
      (
        "port: 8080", "port: 70000", "16: workers[0].transports[0].endpoint.port: 70000 is not within 0…65535"
      ),
      (
        "port: 8080", "port: $NOWHERE",
        "16: workers[0].transports[0].endpoint.port: stands in NOWHERE in the environment, which is not set"
      ),
      (
        "port: 8080", "port: $WORD",
        "16: workers[0].transports[0].endpoint.port: is no port in the environment's WORD"
      ),
      (
        "type: tcp", "type: onion",
        "15: workers[0].transports[0].endpoint.type: \"onion\" is none of tcp, unix"
      ),
      (
        "type: websocket", "type: mqtt",
        "13: workers[0].transports[0].type: \"mqtt\" is none of websocket, rawsocket, universal, web"
      ),
      ("realms:\n      - name", "realms: []\n    more:\n      - name", "4: workers[0].realms: is empty"),
      // What nobody knows.
      (
        "port: 8080", "port: 8080\n          prot: 1",
        "17: workers[0].transports[0].endpoint.prot: is not a key that is known here"
      ),
      (
        "call: true", "\"a b\": 1",
        "11: workers[0].realms[0].roles[0].permissions[0].allow[\"a b\"]: is not a key that is known here"
      ),
      // What is not supported.
      ("type: router", "type: router\n    connections: []", "4: workers[0].connections: is not supported"),
      (
        "type: router", "type: router\n    components: [{type: class}]",
        "4: workers[0].components[0]: is not supported"
      ),
      ("version: 2", "version: 2\ncontroller: {keyring: {}}", "2: controller.keyring: is not supported"),
      ("name: realm1", "name: realm1\n        store: {}", "6: workers[0].realms[0].store: is not supported"),
      (
        "name: realm1", "name: realm1\n        inventory: {}",
        "6: workers[0].realms[0].inventory: is a map, and has to be a list"
      ),
      (
        "name: realm1", "name: realm1\n        inventory: []",
        "6: workers[0].realms[0].inventory: is empty: there is nothing to go by"
      ),
      (
        "name: realm1", "name: realm1\n        inventory: [a.bfbs, a.json]",
        "6: workers[0].realms[0].inventory[1]: is no file of schemas: its name has to end with .bfbs, .fbs or .zip"
      ),
      (
        "name: realm1", "name: realm1\n        inventory: [a.bfbs]\n        validate: strict",
        "7: workers[0].realms[0].validate: \"strict\" is none of off, log, refuse"
      ),
      (
        "name: realm1", "name: realm1\n        validate: log",
        "6: workers[0].realms[0].validate: stands there without an inventory to go by"
      ),
      (
        "name: realm1", "name: realm1\n        options: {uri_check: strict}",
        "6: workers[0].realms[0].options.uri_check: is always \"loose\" here"
      ),
      (
        "name: realm1", "name: realm1\n        options: {enable_meta_api: false}",
        "6: workers[0].realms[0].options.enable_meta_api: is always true here"
      ),
      (
        "name: anonymous", "name: anonymous\n            authorizer: a.b",
        "8: workers[0].realms[0].roles[0].authorizer: is not supported"
      ),
      (
        "allow:", "validate: {}\n                allow:",
        "10: workers[0].realms[0].roles[0].permissions[0].validate: is not supported"
      ),
      (
        "type: websocket", "type: websocket\n        cookie: {store: {type: file, filename: cookies.dat}}",
        "14: workers[0].transports[0].cookie.store.type: is not supported; it has to be \"memory\""
      ),
      (
        "type: websocket", "type: websocket\n        cookie: {store: {type: database, path: .cookies}}",
        "14: workers[0].transports[0].cookie.store.type: is not supported; it has to be \"memory\""
      ),
      (
        "type: websocket", "type: websocket\n        cookie: {length: 6}",
        "14: workers[0].transports[0].cookie.length: 6 is not within 22…64"
      ),
      (
        "type: websocket", "type: websocket\n        cookie: {name: Big}",
        "14: workers[0].transports[0].cookie.name: is not of small letters, digits and _, beginning with a letter"
      ),
      (
        "type: websocket", "type: websocket\n        cookie: {http_strict: false}",
        "14: workers[0].transports[0].cookie.http_strict: is always true here"
      ),
      (
        "type: websocket", "type: websocket\n        cookie: {same_site: Always}",
        "14: workers[0].transports[0].cookie.same_site: \"Always\" is none of Strict, Lax, None"
      ),
      (
        "type: websocket", "type: websocket\n        options: {validate_utf8: false}",
        "14: workers[0].transports[0].options.validate_utf8: is always true here"
      ),
      (
        "type: websocket", "type: websocket\n        serializers: [cbor, ubjson]",
        "14: workers[0].transports[0].serializers[1]: the format \"ubjson\" is not supported"
      ),
      (
        "port: 8080", "portrange: [1, 2]", "16: workers[0].transports[0].endpoint.portrange: is not supported"
      ),
      (
        "port: 8080", "port: 8080\n          tls: {key: a, certificate: b, ciphers: c}",
        "17: workers[0].transports[0].endpoint.tls.ciphers: is not supported"
      ),
      // What does not go together.
      (
        "uri: com.example.*", "uri: com.example.*\n                match: prefix",
        "9: workers[0].realms[0].roles[0].permissions[0].uri: has a *, which stands for whole components only, and not beside \"match\""
      ),
      (
        "uri: com.example.*", "uri: a\n                match: regex",
        "10: workers[0].realms[0].roles[0].permissions[0].match: \"regex\" is none of exact, prefix, wildcard"
      ),
      (
        "uri: com.example.*", "uri: com.ex*.a", "9: workers[0].realms[0].roles[0].permissions[0].uri: has a *"
      ),
      (
        "uri: com.example.*", "uri: com..a",
        "9: workers[0].realms[0].roles[0].permissions[0].uri: \"com..a\" is no URI: a component is empty"
      ),
      (
        "uri: com.example.*", "uri: com.*.a\n              - uri: com.example.*",
        "10: workers[0].realms[0].roles[0].permissions[1]: does not go together with that for \"com..a\" (wildcard)"
      ),
      (
        "uri: com.example.*", "uri: com.example.*\n              - uri: com.example.*",
        "10: workers[0].realms[0].roles[0].permissions[1]: does not go together with that for \"com.example.\" (prefix)"
      ),
      (
        "name: realm1", "name: realm1\n        roles: []\n      - name: realm1",
        "7: workers[0].realms[1]: the realm \"realm1\" stands there twice"
      ),
    ])
  func wrongPlaces(_ right: String, wrong: String, message: String) throws {
    #expect(Samples.least.contains(right))
    let text = Samples.least.replacing(right, with: wrong)
    let fault = try fault(text, file: "node.yaml")
    #expect(fault.hasPrefix("node.yaml:\(message)"), "\(fault)")
  }

  @Test(
    "authentication that is wrong in one place is refused with that place, and no secret is shown",
    arguments: [
      ("{anonymous: {type: dynamic}}", "anonymous.type: is not supported; it has to be \"static\""),
      ("{anonymous: {type: static, authid: a}}", "anonymous.authid: is not supported"),
      (
        "{ticket: {type: static, principals: {joe: {ticket: hidden}}}}",
        "ticket.principals.joe: role is missing"
      ),
      (
        "{ticket: {type: static, principals: {joe: {role: anonymous, ticket: 7}}}}",
        "ticket.principals.joe.ticket: is a whole number"
      ),
      (
        "{ticket: {type: static, principals: {a@b: {role: anonymous, ticket: hidden, x: hidden}}}}",
        "ticket.principals[\"a@b\"].x: is not a key"
      ),
      (
        "{ticket: {type: static, principals: {joe: {role: anonymous, ticket: \"${NOWHERE}\"}}}}",
        "ticket.principals.joe.ticket: stands in NOWHERE"
      ),
      (
        "{wampcra: {type: static, users: {joe: {role: anonymous, secret: hidden, keylen: 16}}}}",
        "wampcra.users.joe.keylen: says nothing alone"
      ),
      (
        "{wampcra: {type: static, users: {joe: {role: anonymous, secret: hidden, salt: a, iterations: 0, keylen: 16}}}}",
        "wampcra.users.joe.iterations: 0 is not within"
      ),
      (
        "{scram: {type: static, principals: {joe: {role: anonymous, kdf: md5}}}}",
        "scram.principals.joe.kdf: \"md5\" is none of argon2id-13, pbkdf2"
      ),
      (
        "{cryptosign: {type: static, principals: {joe: {role: anonymous, authorized_keys: [ab]}}}}",
        "cryptosign.principals.joe.authorized_keys[0]: is not of 64"
      ),
      ("{cryptosign: {type: static, trustroots: {}}}", "cryptosign.trustroots: is not supported"),
      (
        "{anonymous: {type: static, role: nobody}}", "anonymous.role: is \"nobody\", a role that no realm has"
      ),
      (
        "{cryptosign: {type: static, principals: {joe: {role: anonymous, realm: realm2, authorized_keys: []}}}}",
        "cryptosign.principals.joe.role: is \"anonymous\", a role that \"realm2\" does not have"
      ),
      (
        "{cookie: {}, anonymous: {type: static}}",
        "cookie: needs a cookie beside auth"
      ),
      ("{cookie: {type: static}}", "cookie.type: is not a key that is known here"),
      ("{}", " lets nobody join"),
      (
        "{ticket: {type: static, principals: {joe: {role: anonymous, ticket: hidden}}}, wampcra: {type: static, users: {joe: {role: other, secret: hidden}}}}",
        "wampcra.users.joe.role: is \"other\""
      ),
    ])
  func authentication(_ auth: String, message: String) throws {
    let text = Samples.least.replacing("type: websocket", with: "type: websocket\n        auth: \(auth)")
    let fault = try fault(text, file: "node.yaml")
    let separator = message.hasPrefix(" ") ? ":" : "."
    #expect(fault.hasPrefix("node.yaml:14: workers[0].transports[0].auth\(separator)\(message)"), "\(fault)")
    #expect(!fault.contains("hidden"))
  }

  @Test("transports that do not say the same of what the router has once are refused")
  func disagreement() throws {
    let second = "\n      - type: rawsocket\n        endpoint: {type: unix, path: a}"
    let auth = "\n        auth: {anonymous: {type: static, role: second}}"
    let least = Samples.least.replacing("roles:", with: "roles:\n          - name: second")
    #expect(
      try fault(least + second + auth, file: "a.yml").hasPrefix(
        "a.yml:20: workers[0].transports[1].auth: is not the same as workers[0].transports[0]"))
    let roles = """
      {ticket: {type: static, principals: {joe: {role: anonymous, ticket: a}}}, \
      wampcra: {type: static, users: {joe: {role: second, secret: b}}}}
      """
    #expect(
      try fault(
        least.replacing("type: websocket", with: "type: websocket\n        auth: \(roles)"), file: "a.yml"
      ).contains("auth.wampcra.users.joe: has another role or realm with another method"))
    let size = { (size: Int) in "\n        options: {max_message_size: \(size)}" }
    let text = Samples.least.replacing("type: websocket", with: "type: websocket\(size(1000))")
    #expect(try Samples.read(text + second + size(1000), file: "a.yml").limits.messageSize == 1000)
    #expect(
      try fault(text + second + size(1001), file: "a.yml").contains(
        "workers[0].transports[1].options.max_message_size: is not the same as workers[0].transports[0].options"
      ))
  }

  @Test(
    "text that is no configuration is refused with the line, if it has one",
    arguments: [
      ("a.json", "{version: 2}", "a.json:1: is not JSON"),
      ("a.json", "version: 2", "a.json:1: is not JSON"),
      ("a.json", "[]", "a.json:1: is a list, and has to be a map"), ("a.yaml", "", "a.yaml:1: is empty"),
      ("a.yaml", "a: 1\nb: [", "a.yaml:3: did not find expected node content"),
      ("a.yaml", "a: 1\na: 2", "a.yaml:1: a: stands there twice"),
      ("a.yaml", "a: 1\n---\nb: 2", "a.yaml:2: "),
      ("a.yaml", "a: *b", "a.yaml:1: found undefined alias"),
      ("a.yaml", "? [1]\n: 2", "a.yaml:1: is a key that is no text"),
      ("a.toml", "a = 1", "a.toml:1: is neither .json nor .yaml, by its name"),
    ])
  func texts(_ file: String, text: String, message: String) throws {
    let fault = try fault(text, file: file)
    #expect(fault.hasPrefix(message), "\(fault)")
  }

  @Test("neither length nor depth nor aliases of aliases make it hang")
  func hostileTexts() throws {
    #expect(try fault(String(repeating: "#", count: 2 << 20), file: "a.yaml").contains("is longer than"))
    for open in ["[", "{a: "] {
      #expect(try fault(String(repeating: open, count: 5000), file: "a.yaml").hasPrefix("a.yaml:1: "))
    }
    #expect(try fault(String(repeating: "[", count: 100_000), file: "a.json").contains("is not JSON"))
    var bomb = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
    for level in 1...12 {
      bomb +=
        "a\(level): &a\(level) [" + (0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", ") + "]\n"
    }
    #expect(try fault(bomb, file: "a.yaml").contains("is one of more than 100000 values"))
  }
}
