import WAMP

@testable import WAMPAuthentication

/// What a realm goes by for a time: the secrets of its principals, and what is denied to those who do not have everything.
struct Rules {
  let number: Int
  private(set) var secrets: [String: Int]
  private var principals: [String: Principal]
  private let denied: [String]

  /// The first ones of a realm.
  init(_ personas: [Persona]) throws {
    number = 0
    let known = personas.filter { $0.method != .anonymous }
    secrets = Dictionary(uniqueKeysWithValues: known.map { ($0.authid, 0) })
    principals = Dictionary(uniqueKeysWithValues: try known.map { ($0.authid, try $0.principal(0)) })
    denied = Rules.denied(0)
  }

  /// Other ones: somebody has another secret, and something else is denied.
  init(after rules: Rules, changing persona: Persona) throws {
    number = rules.number + 1
    (secrets, principals) = (rules.secrets, rules.principals)
    let secret = (secrets[persona.authid] ?? 0) + 1
    secrets[persona.authid] = secret
    principals[persona.authid] = try persona.principal(secret)
    denied = Rules.denied(number)
  }

  /// A procedure and a topic at a time; never two times the same.
  private static func denied(_ number: Int) -> [String] {
    [
      Offer.procedures[number % Offer.procedures.count],
      SimulatedClient.topics[number % SimulatedClient.topics.count],
    ]
  }

  subscript(authid: String) -> Principal? { principals[authid] }

  /// Every other one looks principals up when a client comes.
  var authentication: Authentication {
    if number.isMultiple(of: 2) {
      let known = principals.values.sorted { $0.authid < $1.authid }
      return Authentication(principals: known, anonymousRole: Persona.anonymousRole)
    }
    let methods: Set<AuthenticationMethod> = [.ticket, .wampCRA, .scram, .autobahnSCRAM, .cryptosign]
    return Authentication(methods: methods, anonymousRole: Persona.anonymousRole) { _ in nil }
  }

  var permissions: Permissions {
    get throws {
      var permissions = Permissions()
      for role in [Persona.anonymousRole, Persona.free] {
        try permissions.grant(.all, to: role, on: "", .prefix)
      }
      try permissions.grant(.all, to: Persona.held, on: "com.", .prefix)
      try permissions.grant(.call, to: Persona.held, on: "wamp.session.", .prefix)
      for uri in denied { try permissions.grant([], to: Persona.held, on: uri) }
      // Never run: the simulation decides in its place.
      permissions.authorize(Persona.asked) { _ in .denied() }
      return permissions
    }
  }

  /// Whether a role may do something with a URI, or with all that a pattern covers.
  func allows(_ uri: String, _ match: MatchPolicy = .exact, to role: String) -> Bool {
    guard role == Persona.held || role == Persona.asked else { return true }
    return !denied.contains { match.covers($0, by: uri) }
  }
}
