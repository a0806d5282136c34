import ArgumentParser
import Flatwire
import Foundation

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serves the packages of a database until interrupted.",
    discussion: """
      With --console, a browser shows the realm at the address that is printed: tables, procedures, topics, what is \
      committed, and what was sent with and without a copy. Only this machine can open it, unless --host, --origin and \
      --user say otherwise.

        flatwire serve --db packages.db --console
        flatwire serve --db packages.db --console --user ann --host 0.0.0.0
          --origin https://example.com:8080 --tls-certificate c.pem --tls-key k.pem
      """)

  @Option(help: "The database file, as `flatwire import` makes it.")
  var db: String

  @Option(help: "The TCP port to listen on; 0 lets the system choose.")
  var port: Int = 8080

  @Option(help: "The address to listen on.")
  var host: String = "127.0.0.1"

  @Option(help: "The realm that clients join.")
  var realm: String = "realm1"

  @OptionGroup var serving: ServingOptions

  @Option(help: "The address of another router, such as Crossbar.io, at which the same is offered.")
  var uplink: String?

  @Option(help: "The realm of that router; the one that is served here, unless it is given.")
  var uplinkRealm: String?

  @OptionGroup(title: "For that router") var authentication: AuthenticationOptions

  func validate() throws {
    guard (0...65535).contains(port) else {
      throw ValidationError("--port \(port) is not a port; it is a number from 0 to 65535")
    }
  }

  func run() async throws {
    Allocator.giveMemoryBack()
    guard FileManager.default.fileExists(atPath: db) else {
      throw ValidationError("there is no database \(db); `flatwire import --db \(db)` makes one")
    }
    let store = try Store(path: db, schema: PackagesSchema.schema)
    let service = PackageService(store: store)
    var plain = Endpoint.webSocket(host: host, port: port)
    plain.tls = serving.tls
    let (console, endpoint) = try serving.console(of: realm, at: plain) { [try service.consoleTable()] }
    let router = try await Router.start(endpoint, realm: realm, authentication: serving.authentication)
    try await service.register(on: router)
    try await console?.serve(on: router)
    if let uplink { try await offer(router, at: uplink) }
    let (scheme, place) = (serving.tls == nil ? "" : "s", "\(host):\(router.port)/")
    if console != nil { print("console at http\(scheme)://\(place)") }
    print("serving \(db) at ws\(scheme)://\(place), realm \(realm); interrupt to stop")
    // Whoever reads this from a pipe wants to know now.
    fflush(nil)
    try await router.run(untilSignals: [.interrupt, .terminate])
    print("closed")
    let sent = router.counters.snapshot
    print(
      "sent \(sent.payloadBytesUncopied) payload bytes without a copy, \(sent.totalPayloadBytesCopied) copied"
    )
  }

  private func offer(_ router: Router, at address: String) async throws {
    let outside = uplinkRealm ?? realm
    do {
      _ = try await router.uplink(
        to: RouterAddress([address]), realm: outside, authid: authentication.name,
        authentication: try authentication.proofs(),
        offering: [URIPattern(Procedure.packagesGet.uri), URIPattern(Procedure.packagesList.uri)])
    } catch {
      throw SessionFailure(subject: "\(address), realm \(outside)", error: error)
    }
    print("offered at \(address), realm \(outside), too")
  }
}
