public import FlatBuffersRuntime
public import RecordStore
public import WAMPClient

extension WAMPSession {
  /// A table that a router exposes: see `Router.expose(_:of:as:in:allowing:showing:)`.
  ///
  ///     let users = session.table(.users, at: "com.example.users")
  ///     let ann = try await users.get(7)
  ///     for try await user in users.rows(10...) { print(user.record.name) }
  ///
  /// Nothing is sent before the first question. Both sides have to mean the same by the table's name: see
  /// `SchemaOffer` for how sessions tell each other.
  ///
  /// - Parameters:
  ///   - table: as generated code defines it.
  ///   - prefix: what the URIs of the table's procedures begin with.
  public func table<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, at prefix: String
  ) -> RemoteTable<Record, Key> {
    RemoteTable(table, at: prefix, in: self)
  }
}
