import Flatwire

/// The procedures and the topic of `Packages`, answered from a store, and the table itself, to be read.
struct PackageService {
  /// What the table is exposed as.
  static let table = "io.flatwire.demo.packages.table"
  private static let operations: TableOperations = [.reading, .changes]

  let store: Store

  func register(on router: Router) async throws {
    try await router.expose(.packages, of: store, as: Self.table, allowing: Self.operations)
    // The stored bytes are the result.
    try await router.register(.packagesGet, reading: store) { request, snapshot, reply in
      try reply.send(snapshot.get(.packages, request.name.description))
    }
    try await router.register(.packagesList, reading: store) { request, snapshot, reply in
      let section = request.section.description
      var names: [String] = []
      var size: UInt64 = 0
      var rows = try snapshot.rows(by: .packagesBySection, section...section)
      while let package = try rows.next() {
        names.append(package.name.description)
        size += UInt64(package.installedSize)
      }
      try reply.send(Section.Draft(section: section, names: names, installedSize: size))
    }
  }

  /// The table, as a console shows it.
  func consoleTable() throws -> ConsoleTable {
    try ConsoleTable(.packages, of: store, as: Self.table, allowing: Self.operations)
  }
}
