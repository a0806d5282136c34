import ArgumentParser
import Flatwire
import Foundation
import RouterConfiguration

struct RouterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "router",
    abstract: "Runs the router of a Crossbar.io node configuration until interrupted.",
    discussion: """
      Reads JSON or YAML: realms, roles and permissions; websocket, rawsocket and universal transports over TCP, TLS and \
      Unix sockets; static authentication by ticket, wampcra, scram and cryptosign, and anonymous. A key that is not \
      supported is an error with its place. SIGHUP reads the file again and takes over permissions, principals, \
      schemas and certificates; what it cannot take over it says.

        flatwire router --config .crossbar/config.json --check
        flatwire router --config router.yaml
      """)

  @Option(help: "The configuration, a .json or .yaml file.")
  var config: String

  @Flag(help: "Only check the configuration.")
  var check = false

  func run() async throws {
    let file = ConfigurationFile(path: config)
    let configuration = try file.read()
    if check {
      for realm in configuration.realms { _ = try realm.schemas() }
      return print("\(config) can be run")
    }
    Allocator.giveMemoryBack()
    let router = try await configuration.start(logger: Logger(label: "flatwire.router"))
    let addresses = router.addresses.map(\.description).joined(separator: ", ")
    print("listening at \(addresses), realms \(router.realms.joined(separator: ", ")); interrupt to stop")
    // Whoever reads this from a pipe wants to know now.
    fflush(nil)
    var running = RunningRouter(router, configuration, file)
    await Signals.receive([SIGINT, SIGTERM, SIGHUP]) { signal in
      guard signal == SIGHUP else { return true }
      await running.reload()
      return false
    }
    print("closing")
    await router.stop(drainingFor: configuration.limits.drainTime)
  }
}
