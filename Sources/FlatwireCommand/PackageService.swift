import Flatwire

/// The procedures and the topic of `Packages`, answered from a store.
struct PackageService {
  let store: Store

  func register(on router: Router) async throws {
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
}
