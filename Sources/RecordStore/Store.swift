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
  @usableFromInline let catalog: Catalog
  let writer: Writer
  private let closed = Atomic<Bool>(false)

  /// The path it was opened with.
  public var path: String { environment.path }

  /// Opens or creates a store.
  ///
  /// - Throws: ``StoreError`` naming the path and what is wrong with the file or the schema.
  public convenience init(path: String, schema: StoreSchema, options: Options = Options()) throws {
    try self.init(path: path, schemas: [schema], options: options)
  }

  /// Opens or creates a store with the tables of several schemas, whose names must differ.
  ///
  /// - Throws: ``StoreError`` naming the path and what is wrong with the file or a schema.
  public init(path: String, schemas: [StoreSchema], options: Options = Options()) throws {
    do {
      environment = try Environment(path: path, options: options.environment(for: schemas))
      catalog = try Catalog(opening: schemas, in: environment, options)
      writer = try Writer(environment, catalog)
    } catch let error as LMDBError {
      throw StoreError(error)
    }
  }

  deinit { close() }

  /// Ends writing and refuses to be read from now on. Waits for writes that were begun.
  ///
  /// The file is closed when this returns, and can be opened again, unless something is pinned or being read: that
  /// stays valid, and the file is closed when it is released. Does nothing to the file in a forked child.
  public func close() {
    guard !closed.exchange(true, ordering: .relaxed) else { return }
    writer.stop()
    environment.close()
  }

  /// - Throws: if the store was closed.
  @usableFromInline
  func checkOpen() throws(StoreError) {
    guard !closed.load(ordering: .relaxed) else { throw StoreError(.closed, "\(path) was closed") }
  }
}
