public import LMDB
import Synchronization

/// Typed records in one database file: read in place, written in transactions.
///
///     let store = try Store(path: "app.db", schema: DemoSchema.schema)
///     try store.write { txn in try txn.put(.init(id: 7, name: "Ann", team: 1), in: .users) }
///     let name = try store.read { txn in try txn.get(.users, 7)?.name.description }
///
/// Readers never wait for writers, nor writers for readers. Several processes may use the file at once.
/// The file is closed by ``close()``, or when the store is gone, as soon as nothing is pinned in it.
public final class Store: Sendable {
  @usableFromInline let environment: Environment
  @usableFromInline let state: StoreState
  let writer: Writer
  /// Tells streams what is committed.
  let feed: ChangeFeed
  private let watch: SnapshotWatch
  /// The largest record that pinning copies: all of them where ages are limited, else those that it costs less.
  @usableFromInline let copiedSize: Int
  /// What opening did to the file, and what it found there.
  public let opening: OpeningReport
  private let closed = Atomic<Bool>(false)
  /// Where a temporary store lies; removed when it is closed.
  private let temporaryFolder: TemporaryFolder?

  /// The path it was opened with.
  public var path: String { environment.path }

  /// Opens or creates a store.
  ///
  /// The file knows the schema of its records. What the program's schema adds is noted, new indexes are built, and
  /// migrations run, all in one transaction; a schema that does not go with the records is refused, and the file stays
  /// as it is.
  ///
  /// - Parameters:
  ///   - path: the file, or a folder with LMDB's `data.mdb`.
  ///   - schema: the tables, as generated code defines them.
  ///   - migrations: the steps that bring older records to this schema.
  /// - Throws: ``StoreError`` naming the path and what is wrong: ``StoreError/Code/schemaChanged`` with the differences,
  ///   ``StoreError/Code/foreignFile``, ``StoreError/Code/downgrade``, ``StoreError/Code/uniqueViolation`` when a unique
  ///   index can't be built, what a migration throws.
  public convenience init(
    path: String, schema: StoreSchema, migrations: [Migration] = [], options: Options = Options()
  ) throws {
    try self.init(path: path, schemas: [schema], migrations: migrations, options: options)
  }

  /// Opens or creates a store with the tables of several schemas, whose names must differ.
  ///
  /// - Throws: ``StoreError``, as for one schema.
  public convenience init(
    path: String, schemas: [StoreSchema], migrations: [Migration] = [], options: Options = Options()
  ) throws {
    try self.init(path: path, schemas: schemas, migrations: migrations, options: options, in: nil)
  }

  /// - Parameter folder: removed when the store is closed.
  init(
    path: String, schemas: [StoreSchema], migrations: [Migration] = [], options: Options,
    in folder: TemporaryFolder?
  ) throws {
    temporaryFolder = folder
    do {
      (state, opening) = try Store.open(path, schemas, migrations, options)
      environment = state.environment
      feed = ChangeFeed(state)
      writer = try Writer(environment, state, feed, maxWritesPerCommit: options.maxWritesPerCommit)
      watch = SnapshotWatch(state, options)
      copiedSize = options.snapshotAgeLimit != nil ? .max : 1024
      watch.start()
    } catch let error as LMDBError {
      throw StoreError(error)
    }
  }

  /// Opens the file with room for as many databases as its tables turn out to have indexes, of other programs, too.
  private static func open(
    _ path: String, _ schemas: [StoreSchema], _ migrations: [Migration], _ options: Options
  ) throws -> (StoreState, OpeningReport) {
    var spare = Options.spareDatabases
    while true {
      let environment = try Environment(path: path, options: options.environment(for: schemas, spare: spare))
      do {
        return try StoreOpener(environment, schemas, options, migrations).open()
      } catch {
        environment.close()
        let failure = error as? LMDBError ?? (error as? StoreError)?.database
        guard failure?.code == .databasesFull, spare < 1 << 14 else { throw error }
        spare *= 8
      }
    }
  }

  deinit { close() }

  /// Ends writing and refuses to be read from now on. Waits for writes that were begun.
  ///
  /// The file is closed when this returns, and can be opened again, unless something is pinned or being read: that
  /// stays valid, and the file is closed when it is released. Does nothing to the file in a forked child.
  public func close() {
    guard !closed.exchange(true, ordering: .relaxed) else { return }
    watch.stop()
    writer.stop()
    feed.close()
    environment.close()
    temporaryFolder?.remove()
  }

  /// - Throws: if the store was closed.
  @usableFromInline
  func checkOpen() throws(StoreError) {
    guard !closed.load(ordering: .relaxed) else { throw StoreError(.closed, "\(path) was closed") }
  }
}
