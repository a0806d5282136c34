import ArgumentParser
import Flatwire

/// How a command proves who it is. What is secret can stand in the environment, where other users do not see it.
struct AuthenticationOptions: ParsableArguments {
  @Option(help: "Whom to log in as; FLATWIRE_AUTHID in the environment, unless it is given.")
  var authid: String?

  @Option(help: "The ticket to log in with; or FLATWIRE_TICKET.")
  var ticket: String?

  @Option(help: "The secret or password to log in with by wampcra or scram; or FLATWIRE_SECRET.")
  var secret: String?

  @Option(
    help: "The private key to log in with by cryptosign, 64 hexadecimal digits; or FLATWIRE_PRIVATE_KEY.")
  var privateKey: String?

  /// The name to log in with.
  var name: String? { authid ?? Self.environment("FLATWIRE_AUTHID") }

  /// All that can be offered to the router with what was given; nothing is anonymous.
  ///
  /// - Throws: ``WAMPError`` if the key is none.
  func proofs() throws -> ClientAuthentication {
    var proofs: [ClientAuthentication] = []
    if let key = privateKey ?? Self.environment("FLATWIRE_PRIVATE_KEY") {
      proofs.append(.cryptosign(try CryptosignKey(hexadecimal: key)))
    }
    if let secret = secret ?? Self.environment("FLATWIRE_SECRET") {
      proofs += [.scram(password: Secret(secret)), .wampCRA(secret: Secret(secret))]
    }
    if let ticket = ticket ?? Self.environment("FLATWIRE_TICKET") { proofs.append(.ticket(Secret(ticket))) }
    return proofs.isEmpty ? .anonymous : ClientAuthentication(proofs)
  }
}
