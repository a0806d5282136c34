import WAMP

@testable import WAMPAuthentication

/// Who a simulated client is: how it proves that, and in which role it is let in.
struct Persona {
  let authid: String
  let method: AuthenticationMethod
  let role: String

  /// Everything is granted to it.
  static let free = "free"
  /// Has what is granted but for what the rules deny.
  static let held = "held"
  /// Has an authorizer, which goes by the same rules.
  static let asked = "asked"
  static let anonymousRole = "guest"

  /// The number of the one who authenticates by SCRAM.
  private static let slowOne = 7

  /// Who proves nothing.
  static let anonymous = Persona(authid: "", method: .anonymous, role: anonymousRole)

  /// Each method comes in each role, but for SCRAM, whose keys take long to derive.
  init(_ name: String, _ number: Int) {
    let methods: [AuthenticationMethod] = [.anonymous, .ticket, .wampCRA, .cryptosign]
    let method = number == Persona.slowOne ? .scram : methods[number % methods.count]
    self.init(
      authid: method == .anonymous ? "" : name, method: method,
      role: method == .anonymous
        ? Persona.anonymousRole : [Persona.free, Persona.held, Persona.asked][number % 3])
  }

  init(authid: String, method: AuthenticationMethod, role: String) {
    self.authid = authid
    self.method = method
    self.role = role
  }

  /// The `number`th secret that it has had.
  private func secret(_ number: Int) -> Secret { Secret("\(authid)#\(number)") }

  private func key(_ number: Int) throws -> CryptosignKey {
    try CryptosignKey(bytes: Array(KeyedHash.sha256(secret(number).bytes)))
  }

  /// What it shows that has a secret.
  func proof(_ number: Int) throws -> ClientAuthentication {
    switch method {
    case .ticket: .ticket(secret(number))
    case .wampCRA: .wampCRA(secret: secret(number))
    case .scram, .autobahnSCRAM: .scram(password: secret(number))
    case .cryptosign: .cryptosign(try key(number))
    default: .anonymous
    }
  }

  /// What a router holds against that.
  func principal(_ number: Int) throws -> Principal {
    let credential: Credential
    switch method {
    case .wampCRA:
      credential = .wampCRA(try SaltedSecret(password: secret(number), salt: authid, iterations: 10))
    case .scram, .autobahnSCRAM:
      let salt = Array(authid.utf8)
      credential = .scram(try ScramKeys(password: secret(number), salt: salt, iterations: 4096))
    case .cryptosign: credential = try .cryptosign(publicKeys: [key(number).publicKey])
    // Every other ticket a closure would check, which a simulation cannot run: it does it itself.
    default:
      let ticket = secret(number)
      credential = isCheckedByClosure ? .ticket { $0 == ticket } : .ticket(ticket)
    }
    return Principal(authid, role: role, credential)
  }

  private var isCheckedByClosure: Bool { role == Persona.held }

  /// Does the closure's work.
  func accepts(_ answer: Message.Authenticate, _ number: Int) -> Bool {
    Secret(answer.signature) == secret(number)
  }
}
