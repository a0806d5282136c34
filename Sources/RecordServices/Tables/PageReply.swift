internal import RecordStore
internal import SharedBytes
internal import WAMP
internal import WAMPRouter

/// The answer of several rows to one call: a page of them, as progressive results to whoever takes such, else as a whole.
struct PageReply: ~Copyable {
  private let call: InlineCall
  private let lease: SnapshotLease
  /// What rows are in plain arguments, if the caller gets them so.
  private let plain: RecordArguments?
  private var count = 0
  private var byteCount = 0
  /// How many rows were looked at.
  private var seen = 0
  private let limit: Int
  /// The rows of an answer that is sent as a whole.
  private var records: [[UInt8]] = []
  private var values: [Value] = []
  /// What rows in plain arguments said.
  private var said = ArgumentBudget()
  private var isOpen = true
  /// How far the table's changes are published.
  var changes: ChangeProgress?

  /// The most rows that are made plain arguments on an event loop, where others wait for that.
  private static let plainLimit = 1000
  /// The most values that they say, if they are several: fewer than clients of this package take in one message.
  private static let plainValueLimit = 100_000
  /// The most bytes of text, names and binary data that they say, if they are several.
  private static let plainByteLimit = 8 << 20

  /// - Parameters:
  ///   - lease: of a call that is being answered.
  ///   - plain: what rows are in plain arguments, if the caller gets them so.
  ///   - limit: the most rows.
  init(_ call: InlineCall, _ lease: SnapshotLease, plainly plain: RecordArguments?, limit: Int) {
    self.call = call
    self.lease = lease
    self.plain = plain
    self.limit = min(limit, plain == nil ? TablePaging.rowLimit : Self.plainLimit)
  }

  /// Whether one more row may be looked for.
  var hasRoom: Bool {
    isOpen && count < limit && byteCount < TablePaging.byteLimit && seen < TablePaging.scanLimit
  }

  /// Passes a row that is not part of the page.
  mutating func pass() { seen += 1 }

  /// Adds a row of the lease's snapshot, which is sent from where it lies.
  ///
  /// - Returns: false if it has no room beside those before it: the page ends without it. The first row always has some;
  ///   what is too large by itself fails the call, as it fails `get`.
  mutating func add(_ row: RawSpan) throws -> Bool {
    seen += 1
    switch (plain, call.takesParts) {
    case (let plain?, true):
      let bytes = SharedBytes(copying: row)
      let payload = try said { (said: inout ArgumentBudget) throws(WAMPError) in
        try plain.payload(of: bytes, &said)
      }
      guard let payload else { return false }
      isOpen = call.send(plainly: payload, isPart: true)
    case (let plain?, false):
      let bytes = SharedBytes(copying: row)
      let value = try said { (said: inout ArgumentBudget) throws(WAMPError) in
        try plain.value(of: bytes, &said)
      }
      guard let value else { return false }
      values.append(value)
    case (nil, true): isOpen = call.sendPart(row, from: lease)
    case (nil, false):
      // Within the answer a row takes up to 32 bytes more: its offset, its table and padding; the rest, a kilobyte.
      let size = 1024 + byteCount + row.byteCount + 32 * (count + 1)
      guard count == 0 || size <= call.byteLimit else { return false }
      records.append([UInt8](row))
    }
    count += 1
    byteCount += row.byteCount
    return true
  }

  /// What a row is in plain arguments; `nil` if it has no room beside those before it.
  private mutating func said<Row>(
    _ saying: (inout ArgumentBudget) throws(WAMPError) -> Row
  ) throws(WAMPError) -> Row? {
    var next = said
    do throws(WAMPError) {
      let row = try saying(&next)
      guard count == 0 || hasRoom(for: next) else { return nil }
      said = next
      return row
    } catch {
      if count > 0, error.code == .payloadSizeExceeded { return nil }
      throw error
    }
  }

  private func hasRoom(for said: ArgumentBudget) -> Bool {
    guard said.values <= Self.plainValueLimit, said.bytes <= Self.plainByteLimit else { return false }
    // At once it is one message: a number takes up to 9 bytes, in text about twice as many, and so does text there.
    return call.takesParts || 2 * (said.bytes + 9 * said.values) <= call.byteLimit
  }

  /// Sends what ends the page, unless the call has failed.
  ///
  /// - Parameters:
  ///   - after: where the next one goes on.
  ///   - missing: the positions of keys without a row.
  ///   - keys: how many keys were looked for.
  consuming func end(after: String? = nil, missing: [Int] = [], keys: Int = 0) throws {
    call.countWork(rows: seen)
    guard isOpen else { return }
    let end = try TablePageEnd(
      count: count, after: after, missing: missing, keys: keys, commit: lease.snapshot.commitNumber,
      changes: changes)
    if plain != nil {
      call.send(plainly: Payload(arguments: values, keywords: end.keywords))
    } else {
      call.send(try TableResults.record(of: end, rows: call.takesParts ? nil : records))
    }
  }
}

extension TablePageEnd {
  /// The same in plain arguments.
  fileprivate var keywords: [String: Value] {
    var keywords: [String: Value] = ["count": .int(Int64(count)), "commit": .int(Int64(clamping: commit))]
    if let after { keywords["after"] = .string(after) }
    if keys > 0 {
      keywords["keys"] = .int(Int64(keys))
      keywords["missing"] = .list(missing.map { .int(Int64($0)) })
    }
    return keywords
  }
}
