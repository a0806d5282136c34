import ArgumentParser
import Flatwire

/// Who may reach what is served, and whether there is a page that shows it.
struct ServingOptions: ParsableArguments {
  @Flag(help: "Also serve a page that shows realm, tables, changes and what was sent without a copy.")
  var console = false

  @Option(
    name: .customLong("origin"),
    help: ArgumentHelp(
      "Where browsers of other machines open the page, such as https://packages.example.com; can be repeated.",
      valueName: "origin"))
  var origins: [String] = []

  @Option(
    help: ArgumentHelp(
      "The one who may join, with the secret FLATWIRE_USER_SECRET of the environment. "
        + "Everybody may, unless it is given."))
  var user: String?

  @Option(help: "A PEM file with the certificate to encrypt with, and those that lead to a trusted one.")
  var tlsCertificate: String?

  @Option(help: "A PEM file with the private key of that certificate.")
  var tlsKey: String?

  func validate() throws {
    if !console, let origin = origins.first {
      throw ValidationError("--origin \(origin) is one of the page's: say --console, too")
    }
    if (tlsCertificate == nil) != (tlsKey == nil) {
      throw ValidationError("--tls-certificate and --tls-key go together")
    }
    if let user, user.isEmpty || secret == nil {
      throw ValidationError("--user \(user) needs a secret: FLATWIRE_USER_SECRET in the environment")
    }
  }

  /// `nil` also for one that anybody guesses.
  private var secret: String? {
    Self.environment("FLATWIRE_USER_SECRET").flatMap { $0.isEmpty ? nil : $0 }
  }

  /// How clients prove who they are.
  var authentication: Authentication {
    guard let user, let secret else { return .anonymous }
    return Authentication(principals: [Principal(user, role: "user", .wampCRA(secret: Secret(secret)))])
  }

  /// What connections are encrypted with; `nil` for nothing.
  var tls: ServerTLS? {
    guard let tlsCertificate, let tlsKey else { return nil }
    return ServerTLS(certificateChain: tlsCertificate, privateKey: tlsKey)
  }

  /// The console of a realm, and the endpoint that serves its page; no console unless it is wanted.
  ///
  /// - Throws: ``ConsoleError`` if other machines would get what they must not.
  func console(
    of realm: String, at endpoint: Endpoint, showing tables: () throws -> [ConsoleTable]
  ) throws -> (console: Console?, endpoint: Endpoint) {
    guard console else { return (nil, endpoint) }
    let access = try ConsoleAccess(to: endpoint, from: origins, isOpen: user == nil)
    let console = Console(realm: realm, tables: try tables(), isOpen: user == nil)
    return (console, access.serving(console.files, at: endpoint))
  }
}
