public import FlatBuffersRuntime
public import RecordStore
internal import WAMP
internal import WAMPClient

/// What a live query tells of a range of a table's rows: see ``RemoteTable/observe(_:limit:buffering:)``.
public enum LiveUpdate<Record: FlatTable & ~Escapable, Key: StoreKey>: Sendable {
  /// All rows of the range, by their keys in ascending order, as the commit left them. They take the place of all that was
  /// told before.
  case rows([RecordBuffer<Record>], commit: UInt64)
  /// All that a commit changed in the range, in order; at least one change.
  case changes([LiveChange<Record, Key>], commit: UInt64)
}

/// The change of a row.
public enum LiveChange<Record: FlatTable & ~Escapable, Key: StoreKey>: Sendable {
  /// The row was stored, in place of another one with its key or as a new one.
  case put(RecordBuffer<Record>)
  /// The row with this key was deleted.
  case delete(Key)
}

/// The rows of a range of an exposed table, and then their changes: what `RemoteTable.observe` gives.
///
/// Each iterator has a subscription and reads the rows on its own.
public struct LiveRows<Record: FlatTable & ~Escapable, Key: StoreKey>: AsyncSequence, Sendable {
  public typealias Element = LiveUpdate<Record, Key>

  let table: RemoteTable<Record, Key>
  let range: KeyRange<Key>
  let limit: Int
  let byteLimit: Int
  private(set) var buffering: EventBuffering

  init(
    _ table: RemoteTable<Record, Key>, _ range: KeyRange<Key>, limit: Int, byteLimit: Int,
    _ buffering: EventBuffering
  ) {
    self.table = table
    self.range = range
    self.limit = limit
    self.byteLimit = byteLimit
    self.buffering = buffering
    // What is dropped is noticed with what takes its place.
    self.buffering.overflow = .dropOldest
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    private let rows: LiveRows
    private var state: LiveRange<RecordBuffer<Record>>
    private var arrivals: ChangeArrivals<Record>?
    private var token: CursorToken?
    private var isOver = false

    fileprivate init(_ rows: LiveRows) {
      self.rows = rows
      state = LiveRange(StoredKeyRange(rows.range), limit: rows.limit, byteLimit: rows.byteLimit)
    }

    /// The next update; `nil` when the session was closed from here.
    ///
    /// - Throws: ``WAMPError`` with what the session ended with, if the table can't be observed, or the range has too many
    ///   rows; `CancellationError` if the task is cancelled.
    public mutating func next() async throws -> LiveUpdate<Record, Key>? {
      guard !isOver else { return nil }
      do {
        if let update = try await step() { return update }
      } catch {
        end()
        throw error
      }
      end()
      return nil
    }

    private mutating func end() {
      isOver = true
      arrivals = nil
    }

    private mutating func step() async throws -> LiveUpdate<Record, Key>? {
      let arrivals = try await subscription()
      while true {
        switch state.next() {
        case .give(let update): return try rows.typed(update)
        case .pull(let isFirst):
          if isFirst { token = nil }
          try await pull()
        case .ask:
          if let page = try await page(limit: 1, after: nil) { try state.report(page.changes) }
        case .wait(let alarm):
          if let alarm { arrivals.wake(alarm.id, after: alarm.delay) }
          let dropped = arrivals.dropped
          guard let arrival = try await arrivals.next() else { return nil }
          try take(arrival, droppedBefore: dropped, now: arrivals.dropped)
        }
      }
    }

    private mutating func subscription() async throws -> ChangeArrivals<Record> {
      if let arrivals { return arrivals }
      let arrivals: ChangeArrivals<Record> = try await rows.subscribe()
      self.arrivals = arrivals
      return arrivals
    }

    private mutating func pull() async throws {
      guard let page = try await page(limit: LiveRows.pageSize, after: token) else { return }
      token = page.next
      try state.page(page.rows, hasNext: page.next != nil, commit: page.commit, page.changes)
    }

    /// - Returns: `nil` if the call failed, but may succeed later.
    private mutating func page(limit: Int, after token: CursorToken?) async throws -> LivePage<Record>? {
      do {
        return try await rows.page(limit: limit, after: token)
      } catch let error as WAMPError {
        try state.failed(error)
        return nil
      }
    }

    private mutating func take(
      _ arrival: ChangeArrival<Record>, droppedBefore: Int, now dropped: Int
    ) throws {
      switch arrival {
      case .alarm(let id): try state.woken(id)
      case .subscribedAgain: state.subscribedAgain(dropped: droppedBefore)
      case .change(let sequence, let followsLoss, let change):
        try state.change(
          sequence: sequence, followsLoss: followsLoss, dropped: dropped, ToldChange(change))
      }
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
