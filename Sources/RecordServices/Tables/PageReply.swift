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
  /// What rows in plain arguments may say together.
  private var budget: ArgumentBudget
  /// The bytes of rows after which it ends.
  private let byteLimit: Int
  private var isOpen = true

  /// The most rows that are made plain arguments on an event loop, where others wait for that.
  private static let plainLimit = 1000
  /// The most values that these say, about as many as clients of this package take in one message. A page ends at half.
  private static let plainValueLimit = 200_000

  /// - Parameters:
  ///   - lease: of a call that is being answered.
  ///   - plain: what rows are in plain arguments, if the caller gets them so.
  ///   - limit: the most rows.
  init(_ call: InlineCall, _ lease: SnapshotLease, plainly plain: RecordArguments?, limit: Int) {
    self.call = call
    self.lease = lease
    self.plain = plain
    self.limit = min(limit, plain == nil ? TablePaging.rowLimit : Self.plainLimit)
    // As a whole it has to be a message that the caller takes.
    let answerLimit = call.takesParts ? .max : call.byteLimit
    byteLimit = min(TablePaging.byteLimit, answerLimit / 4)
    budget = ArgumentBudget(values: Self.plainValueLimit, bytes: answerLimit / 2)
  }

  /// Whether one more row may be looked for.
  var hasRoom: Bool {
    isOpen && count < limit && byteCount < byteLimit && seen < TablePaging.scanLimit && budget.hasHalf
  }

  /// Passes a row that is not part of the page.
  mutating func pass() { seen += 1 }

  /// Adds a row of the lease's snapshot, which is sent from where it lies.
  mutating func add(_ row: RawSpan) throws {
    seen += 1
    count += 1
    byteCount += row.byteCount
    switch (plain, call.takesParts) {
    case (let plain?, true):
      isOpen = call.send(plainly: try plain.payload(of: SharedBytes(copying: row), &budget), isPart: true)
    case (let plain?, false): values.append(try plain.value(of: SharedBytes(copying: row), &budget))
    case (nil, true): isOpen = call.sendPart(row, from: lease)
    case (nil, false): records.append([UInt8](SharedBytes(copying: row)))
    }
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
    let end = TablePageEnd(count: count, after: after, missing: missing, keys: keys)
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
    var keywords: [String: Value] = ["count": .int(Int64(count))]
    if let after { keywords["after"] = .string(after) }
    if keys > 0 {
      keywords["keys"] = .int(Int64(keys))
      keywords["missing"] = .list(missing.map { .int(Int64($0)) })
    }
    return keywords
  }
}
