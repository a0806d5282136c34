import ArgumentParser
import Flatwire

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Imports the packages installed on this machine into a database, for `flatwire serve`.")

  @Option(help: "The database file; created if there is none.")
  var db: String

  @Option(help: "A file in the format of /var/lib/dpkg/status to import instead.")
  var input: String?

  func run() async throws {
    let packages = try DataSet.load(input)
    let store = try Store(path: db, schema: PackagesSchema.schema)
    try await PackageImport(packages.records).run(into: store)
    print("imported \(packages.records.count) packages from \(packages.source) into \(db)")
  }
}
