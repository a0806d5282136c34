public import FlatBuffersRuntime
public import RecordStore
internal import SharedBytes
public import WAMP
public import WAMPRouter

extension Router {
  /// Exposes a table of a store: registers a procedure for each way in which callers may use it.
  ///
  ///     try await router.expose(.users, of: store, as: "com.example.users", allowing: .reading)
  ///
  /// | procedure | answers |
  /// |---|---|
  /// | `com.example.users.get` | a row by its primary key |
  /// | `com.example.users.get_many` | rows by their primary keys |
  /// | `com.example.users.list` | a page of a range of primary keys, or of keys of an index |
  /// | `com.example.users.count` | how many rows a range has |
  /// | `com.example.users.put` | stores a row, whether there is one with its primary key or not |
  /// | `com.example.users.insert` | stores a new row |
  /// | `com.example.users.update` | stores a row in place of the one with its primary key |
  /// | `com.example.users.delete` | deletes a row by its primary key |
  ///
  /// Rows are sent from the store's own pages, without a copy, to callers that speak records: clients of this package
  /// do with `session.table(.users, at: "com.example.users")`. All others call with plain arguments, and get such.
  /// The article “Exposing a table” says what is called with what, and how it is answered.
  ///
  /// What is not allowed is not registered: whoever calls it gets `wamp.error.no_such_procedure`. Who may call what is
  /// registered, the realm's permissions say.
  ///
  /// - Parameters:
  ///   - prefix: what the URIs of the procedures begin with.
  ///   - realm: one of the router's realms; `nil` is the first.
  ///   - operations: what callers may do. Nothing, unless it is said.
  ///   - isShown: whether a caller may see a row; `nil` if all rows are for everyone. Others are as if they were not
  ///     there. It is asked for each row on event loops, and within writes, and must not block. A page ends after 10 000 rows were looked
  ///     at, and the place where it goes on can be that of a row that is not shown: it tells the row's key.
  ///     Of a change both the row that was and the row that will be have to be shown. Changes are published to all
  ///     subscribers, so they can't be allowed beside it.
  /// - Throws: ``StoreError`` if the store was not opened with the table's schema, ``WAMPError`` if the table has a keyword
  ///   argument `hash` or `if_hash`, which mean something here, if one of the
  ///   procedures is registered already, the topic has a publication already, or the router has no such realm; nothing
  ///   is registered then.
  @discardableResult
  public func expose<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, of store: Store, as prefix: String, in realm: String? = nil,
    allowing operations: TableOperations = [],
    showing isShown: (@Sendable (_ caller: Caller, _ record: borrowing Record) -> Bool)? = nil
  ) async throws -> TableExposure {
    var filter: RowFilter?
    if let isShown {
      guard !operations.contains(.changes) else {
        throw WAMPError(
          .invalidArgument,
          "\(prefix): changes are published to all subscribers, so they can't be allowed where rows are shown to some"
        )
      }
      // Sound because it is asked of rows that are stored, and of such that are to be, once they are verified.
      filter = { caller, row in isShown(caller, unsafe Record(TableView(unverifiedRoot: row))) }
    }
    // Before the first page can be asked for: it says how far the changes are.
    let changes = operations.contains(.changes) ? try store.changes(of: table) : nil
    let publication = ChangePublisher.newPublication()
    let service = try TableService(
      store.served(table), of: store, as: prefix, showing: filter,
      publishing: changes.map { changes in
        let progress = changes.progress
        return { progress().map { ChangeProgress($0, of: publication) } }
      })
    let described = try self.described(service.table)
    var registered: [TableProcedure] = []
    do {
      for procedure in TableProcedure.allCases where operations.contains(procedure.operation) {
        try await register(procedure, of: service, as: described.map { .table(procedure, $0) }, in: realm)
        registered.append(procedure)
      }
      guard let changes else { return TableExposure(registered, as: prefix, by: self, in: realm) }
      return TableExposure(
        registered, as: prefix, by: self, in: realm,
        publishing: try await publish(
          changes, publication, from: store, to: TableProcedure.changes(prefix), in: realm))
    } catch {
      await TableExposure(registered, as: prefix, by: self, in: realm).cancel()
      throw error
    }
  }

  private func register(
    _ procedure: TableProcedure, of service: TableService, as interface: RegisteredInterface?,
    in realm: String?
  ) async throws {
    let uri = procedure.uri(service.prefix)
    switch procedure {
    case .get: try await registerInline(uri, as: interface, in: realm) { service.getResponder($0) }
    case .getMany: try await registerInline(uri, as: interface, in: realm) { service.getManyResponder($0) }
    case .list: try await registerInline(uri, as: interface, in: realm) { service.listResponder($0) }
    case .count, .put, .insert, .update, .delete:
      try await register(uri, as: interface, in: realm) { payload, caller in
        try await service.answer(procedure, payload, for: caller)
      }
    }
  }
}

extension Router {
  /// What a realm can tell of a table; `nil` if nothing says what its rows are.
  private func described(_ table: ServedTable) throws(WAMPError) -> DescribedTable? {
    guard let schema = table.embeddedSchema else { return nil }
    return DescribedTable(
      try describedSchema(schema), of: table.record,
      key: table.key?.parts.map { ($0.name, $0.typeName) })
  }
}

extension ChangeProgress {
  fileprivate init(_ progress: StreamProgress, of publication: UInt64) {
    self.init(publication: publication, seen: progress.seen, changed: progress.changed)
  }
}

extension TableProcedure {
  /// What has to be allowed for it to be registered.
  fileprivate var operation: TableOperations {
    switch self {
    case .get, .getMany: .get
    case .list: .list
    case .count: .count
    case .put: .put
    case .insert: .insert
    case .update: .update
    case .delete: .delete
    }
  }
}
