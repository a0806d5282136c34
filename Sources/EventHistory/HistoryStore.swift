public import RecordStore

/// A file of published events, which a router's realms keep there and give to whoever asks for them later.
///
///     let history = try HistoryStore(at: "events.db")
///     try await router.keepHistory(of: "com.example.orders.", .prefix, in: history)
///
/// It is a store of its own: a process that is killed loses no event that was acknowledged to its publisher. A file serves
/// many topics and realms, and one router process at a time.
public final class HistoryStore: Sendable {
  package let store: Store

  /// Opens the file, or makes it.
  ///
  /// - Parameter options: with a durability other than `full`, the default, an event is acknowledged before it is on the
  ///   disk.
  /// - Throws: ``StoreError`` naming the path and what is wrong.
  public init(at path: String, options: Store.Options = Store.Options()) throws {
    store = try Store(path: path, schema: HistorySchema.schema, options: options)
  }

  /// The path it was opened with.
  public var path: String { store.path }

  /// Closes the file. Events that are published afterwards to the topics that it keeps are delivered, but their publishers
  /// get `wamp.error.unavailable`.
  public func close() { store.close() }
}
