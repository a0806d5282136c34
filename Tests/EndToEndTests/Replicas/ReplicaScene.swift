import Flatwire
import Foundation
import Programs
import Testing

/// A source of accounts and their total, and stores that may become replicas of it, in one folder.
struct ReplicaScene {
  static let source = "com.example.replica"
  static let tables: [AnyTable] = [.table(.accounts), .table(.totals)]

  let folder: URL
  let store: Store
  let router: Router
  let session: WAMPSession

  /// Runs a test with a source that has 500 accounts.
  ///
  /// - Parameter isServed: whether replicas are served of it.
  static func with(
    maxChanges: Int = 100_000, serving isServed: Bool = true, _ body: (ReplicaScene) async throws -> Void
  ) async throws {
    try await withShortFolder { folder in
      let store = try open(folder.appending(path: "source.db"), maxChanges: maxChanges)
      try await store.write { txn in
        for id in 1...500 as ClosedRange<UInt64> { try put(id, balance: Int64(id), in: &txn) }
      }
      try await withRouter { router in
        let session = try await join(router, .flatbuffers)
        let scene = ReplicaScene(folder: folder, store: store, router: router, session: session)
        if isServed { try await scene.serve(tables) }
        try await body(scene)
        await session.close()
      }
      store.close()
    }
  }

  @discardableResult
  func serve(_ tables: [AnyTable]) async throws -> ReplicaServing {
    try await router.serveReplicas(of: store, tables: tables, as: Self.source)
  }

  static func open(
    _ file: URL, schema: StoreSchema = LedgerSchema.schema, maxChanges: Int = 100_000
  ) throws -> Store {
    var log = ChangeLogOptions()
    log.maxChanges = maxChanges
    var options = Store.Options()
    options.changeLog = .on(log)
    options.durability = .fileMayBeLost
    return try Store(path: file.path, schema: schema, options: options)
  }

  /// A store in the scene's folder.
  func local(_ name: String = "replica") throws -> Store {
    try Self.open(folder.appending(path: "\(name).db"))
  }

  /// A replica that keeps a store.
  func replica(in store: Store, _ tables: [AnyTable] = ReplicaScene.tables) async throws -> Replica {
    try await Replica(of: session, at: Self.source, tables: tables, in: store)
  }

  /// Makes an account have a balance, and the total with it.
  static func put(_ id: UInt64, balance: Int64?, mail: String? = nil, in txn: inout WriteTransaction) throws {
    var total = try txn.get(.totals, 1)?.draft ?? Total.Draft(id: 1)
    if let old = try txn.get(.accounts, id)?.draft {
      total.sum -= old.balance
      total.count -= 1
      try txn.delete(.accounts, id)
    }
    if let balance {
      let account = Account.Draft(id: id, owner: "owner \(id % 7)", balance: balance, mail: mail ?? "m\(id)")
      try txn.put(account, in: .accounts)
      total.sum += balance
      total.count += 1
    }
    try txn.put(total, in: .totals)
  }

  /// Changes an account of the source.
  ///
  /// - Returns: the commit's number.
  @discardableResult
  func change(_ id: UInt64, balance: Int64?) async throws -> UInt64 {
    try await store.write { txn in
      try Self.put(id, balance: balance, in: &txn)
      return txn.commitNumber
    }
  }

  /// Whether the total is that of all accounts, in one snapshot.
  static func isConsistent(_ store: Store) throws -> Bool {
    try store.read { snapshot in
      var (sum, count) = (Int64(0), UInt64(0))
      var rows = try snapshot.rows(.accounts)
      while let row = try rows.nextRow() {
        sum += row.record.balance
        count += 1
      }
      let total = try snapshot.get(.totals, 1)?.draft
      let indexed = try snapshot.count(by: .accountsByOwner)
      return total?.sum == sum && total?.count == count && indexed == Int(count)
    }
  }

  /// Expects that all rows of two stores, and all entries of their indexes, are the same bytes.
  static func expectSame(_ store: Store, _ other: Store) async throws {
    for table in ["accounts", "totals", "accounts/accountsByOwner", "accounts/accountsByMail"] {
      let (rows, others) = (try await dump(store.path, table), try await dump(other.path, table))
      #expect(rows == others, "\(table)")
      #expect(!rows.isEmpty)
    }
  }

  private static func dump(_ file: String, _ table: String) async throws -> [Substring] {
    let text = try await Program(URL(filePath: "/usr/bin/mdb_dump"), ["-n", "-s", table, file]).output()
    let lines = text.split(separator: "\n")
    let head = try #require(lines.firstIndex(of: "HEADER=END"))
    return Array(lines[(head + 1)...])
  }
}

/// The code of what a body throws of a store.
func storeCode(_ body: () async throws -> Void) async -> StoreError.Code? {
  do {
    try await body()
    return nil
  } catch {
    return (error as? StoreError)?.code
  }
}
