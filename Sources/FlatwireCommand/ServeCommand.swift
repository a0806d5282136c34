import ArgumentParser
import Flatwire
import Foundation

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serves the packages of a database until interrupted.")

  @Option(help: "The database file, as `flatwire import` makes it.")
  var db: String

  @Option(help: "The TCP port to listen on; 0 lets the system choose.")
  var port: Int = 8080

  @Option(help: "The address to listen on.")
  var host: String = "127.0.0.1"

  @Option(help: "The realm that clients join.")
  var realm: String = "realm1"

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
    let router = try await Router.start(.webSocket(host: host, port: port), realm: realm)
    try await PackageService(store: store).register(on: router)
    if let uplink { try await offer(router, at: uplink) }
    print("serving \(db) at ws://\(host):\(router.port)/, realm \(realm); interrupt to stop")
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
