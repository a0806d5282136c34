internal import RecordServices
internal import RecordStore
internal import WAMP
internal import WAMPRouter

/// The answer to one call: a page of events, as progressive results to whoever takes such, else as a whole.
struct HistoryPage: ~Copyable {
  private let query: HistoryQuery
  private let call: InlineCall
  private let lease: SnapshotLease
  /// The events of an answer that is sent as a whole.
  private var values: [Value] = []
  private var count = 0
  private var byteCount = 0
  /// How many events were looked at, and the last of them.
  private var seen = 0
  private var last: PublicationID?
  /// The call has not failed meanwhile.
  private var isOpen = true

  /// - Parameter lease: of a call that is being answered.
  init(_ query: HistoryQuery, _ call: InlineCall, _ lease: SnapshotLease) {
    self.query = query
    self.call = call
    self.lease = lease
  }

  /// Whether one more event may be looked at.
  var hasRoom: Bool { isOpen && count < query.limit && seen < HistoryQuery.scanLimit }

  /// Adds an event of the lease's snapshot, if it is one that the caller gets.
  ///
  /// - Returns: false if it has no room beside those before it: the page ends without it.
  mutating func add(_ event: borrowing StoredEvent) throws -> Bool {
    let isWanted = query.topic.map { event.topic == $0 } ?? true
    if isWanted, event.isFor(call.caller) {
      let size = event.size
      guard count == 0 || hasRoom(for: byteCount + size) else { return false }
      try send(event, size)
      count += 1
      byteCount += size
    }
    seen += 1
    last = PublicationID(event.publication)
    return true
  }

  private func hasRoom(for size: Int) -> Bool {
    guard size <= HistoryQuery.byteLimit else { return false }
    // At once it is one message, in which text may take twice as much.
    return call.takesParts || 2 * size + 1024 <= call.byteLimit
  }

  private mutating func send(_ event: borrowing StoredEvent, _ size: Int) throws {
    if query.wantsRecords, call.takesParts, call.canBorrow, event.carriesRecord,
      size + 1024 <= call.byteLimit
    {
      let payload = event.payload
      let bytes = payload.bytes
      if lease.holds(bytes) {
        let details = event.entry(withPayload: false).resultDetails
        isOpen = try call.sendPart(bytes, with: details, from: lease)
        return
      }
    }
    let isTooLarge = 2 * size + 1024 > call.byteLimit
    let entry = event.entry(withPayload: !isTooLarge)
    let value =
      isTooLarge
      ? entry.valueWithoutPayload(because: "it takes about \(size) bytes, more than the caller takes")
      : entry.value { call.canSay($0) }
    if call.takesParts {
      isOpen = call.send(plainly: Payload(arguments: [value]), isPart: true)
    } else {
      values.append(value)
    }
  }

  /// Sends what ends the page, unless the call has failed.
  ///
  /// - Parameters:
  ///   - hasMore: whether events follow that were not looked at.
  ///   - kept: the numbers of the events that the history gives.
  consuming func end(hasMore: Bool, of kept: Range<UInt64>) {
    call.countWork(rows: seen)
    guard isOpen else { return }
    // Events are counted from 1 on.
    let end = HistoryPageEnd(
      count: count, next: hasMore ? last : nil, isReversed: query.isReversed, total: kept.upperBound - 1,
      gone: kept.lowerBound - 1)
    call.send(plainly: Payload(arguments: values, keywords: end.keywords))
  }
}
