internal import FlatBuffersRuntime
public import RecordStore
public import WAMPClient

extension RemoteTable where Record: ~Escapable {
  /// Observes the rows whose primary keys lie in a range: first all of them, then what commits change, without a gap and
  /// without telling anything twice.
  ///
  ///     for try await update in users.observe(10...20) {
  ///       switch update {
  ///       case .rows(let rows, _): all = Dictionary(uniqueKeysWithValues: rows.map { ($0.record.id, $0) })
  ///       case .changes(let changes, _):
  ///         for change in changes {
  ///           switch change {
  ///           case .put(let user): all[user.record.id] = user
  ///           case .delete(let id): all[id] = nil
  ///           }
  ///         }
  ///       }
  ///     }
  ///
  /// What was told is at any time the state of one commit. The table has to be exposed with `.list` and `.changes`. Who reads too slowly, and who was
  /// without a connection or a router for a while, gets all rows anew in place of what was missed. Nothing is asked for
  /// before the first element is; the subscription ends with the iterator.
  ///
  /// Memory: as many changes as `buffering` says; the rows while they are read, until they are given; and the changes of one
  /// commit. One thing is only noticed with the next change, or after 30 seconds without any: that the router dropped the
  /// last one, for a connection that was full.
  ///
  /// - Parameters:
  ///   - limit: the most rows; a range that has, or gets, more while it is read throws `wamp.error.payload_size_exceeded`.
  ///   - byteLimit: the most bytes of these rows with their keys; so, too.
  ///   - buffering: how many changes may wait. The oldest go where there is no room, whatever it says of that.
  public func observe(
    _ range: some KeyRangeExpression<Key>, limit: Int = 100_000, byteLimit: Int = 256 << 20,
    buffering: EventBuffering = EventBuffering()
  ) -> LiveRows<Record, Key> {
    observe(range.keyRange, limit: limit, byteLimit: byteLimit, buffering: buffering)
  }

  /// Observes the rows whose primary keys lie in a range: `users.observe(.after(7))`; all of them, unless it is said.
  public func observe(
    _ range: KeyRange<Key> = .all, limit: Int = 100_000, byteLimit: Int = 256 << 20,
    buffering: EventBuffering = EventBuffering()
  ) -> LiveRows<Record, Key> {
    LiveRows(self, range, limit: limit, byteLimit: byteLimit, buffering)
  }
}
