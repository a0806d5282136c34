import ArgumentParser
import Foundation

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Imports the packages installed on this machine and serves them to a client.",
    discussion: """
      Creates a store in a temporary folder, starts a router on 127.0.0.1, connects a client over \
      WebSocket, and shows each step with the counters of what was copied. Removes the store at the end.
      """)

  @Option(help: "A file in the format of /var/lib/dpkg/status to import instead.")
  var input: String?

  func run() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-demo-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let packages = try DataSet.load(input)
    try await Demo(packages: packages, path: folder.appending(path: "packages.db").path).run()
  }
}
