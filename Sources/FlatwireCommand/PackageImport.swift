import Flatwire

/// Stores packages, a few hundred in each transaction.
struct PackageImport {
  private static let batchSize = 250
  private let packages: [Package.Draft]

  init(_ packages: [Package.Draft]) {
    self.packages = packages
  }

  /// - Parameter onProgress: called after each transaction with the number stored so far.
  func run(into store: Store, onProgress: (Int) -> Void = { _ in }) async throws {
    var stored = 0
    while stored < packages.count {
      let batch = packages[stored..<min(stored + Self.batchSize, packages.count)]
      try await store.write { txn in
        for package in batch { try txn.put(package, in: .packages) }
      }
      stored += batch.count
      onProgress(stored)
    }
  }
}
