extension Store {
  /// A value read from the store, and read anew when a table that it was read from has changed.
  ///
  ///     for try await count in store.observe({ try $0.count(.users) }) { print(count) }
  ///
  /// What a reading depends on is told by tables: the ones of which it looked up, counted or walked rows, or an index.
  /// So `body` runs again also after changes of other rows of them; a value equal to the one before is left out. The
  /// commit number depends on all tables. Commits of other processes count as changes of all tables. Several commits may
  /// make one value: the newest counts.
  ///
  /// - Parameter body: reads the value from a snapshot; runs in the task that asks for the next one.
  public func observe<Value: Sendable & Equatable>(
    _ body: @escaping @Sendable (Snapshot) throws -> Value
  ) -> ValueObservation<Value> {
    ValueObservation(feed: feed, state: state, body: body, isSame: { $0 == $1 })
  }

  /// The same for values that can't be compared: each one is given that was read.
  @_disfavoredOverload
  public func observe<Value: Sendable>(
    _ body: @escaping @Sendable (Snapshot) throws -> Value
  ) -> ValueObservation<Value> {
    ValueObservation(feed: feed, state: state, body: body, isSame: { _, _ in false })
  }
}
