internal import FlatBuffersRuntime

/// How the schema's enum of authentication methods is spelt in HELLO, WELCOME and CHALLENGE.
enum AuthMethodNames {
  private static let spellings: [(method: WireAuthMethod, name: String)] = [
    (.null, "anonymous"), (.ticket, "ticket"), (.cra, "wampcra"), (.scram, "wamp-scram"),
    (.cryptosign, "cryptosign"),
  ]

  static func method(_ name: String) -> WireAuthMethod? { spellings.first { $0.name == name }?.method }

  static func name(_ method: WireAuthMethod) -> String? { spellings.first { $0.method == method }?.name }
}
