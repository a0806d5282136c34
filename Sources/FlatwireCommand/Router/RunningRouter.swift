import Flatwire
import Foundation
import RouterConfiguration

/// A router and the configuration that it goes by.
struct RunningRouter {
  private let router: Router
  private var configuration: NodeConfiguration
  private let file: ConfigurationFile

  init(_ router: Router, _ configuration: NodeConfiguration, _ file: ConfigurationFile) {
    self.router = router
    self.configuration = configuration
    self.file = file
  }

  /// Reads the file again and takes over what can be; with a file that is wrong, all stays as it is.
  mutating func reload() async {
    do {
      let new = try file.read()
      let changes = ConfigurationChanges(from: configuration, to: new)
      // All of them are read before one is changed.
      for realm in try changes.realms.map({ try new.configuration(of: $0) }) {
        try await router.change(realm)
      }
      for kept in changes.kept { printError("\(file.path): not before the next start: \(kept)") }
      configuration.realms = configuration.realms.map { old in new.realms.first { $0.name == old.name } ?? old
      }
      configuration.authentication = new.authentication
      try router.reloadCertificates()
      print("read \(file.path) again")
    } catch {
      printError("\(error)")
      print("kept what was read before from \(file.path)")
    }
    fflush(nil)
  }
}
