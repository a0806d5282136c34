import RecordStore
import SeededRandom

/// A store and a model beside it, changed by the same steps. Each step depends on the seed and the steps before only, so
/// that another process can repeat it.
struct Trial {
  let seed: UInt64
  /// How many keys there may be.
  let spread: UInt64
  var store: Store
  var model: Model
  /// How many writes there were.
  var steps: Int
  /// How many operations they were made of, and how many looked at what is stored.
  var operations = 0

  init(_ store: Store, seed: UInt64, model: Model = Model(), steps: Int = 0) {
    self.seed = seed
    spread = [40, 400, 2500][Int(seed % 3)]
    self.store = store
    self.model = model
    self.steps = steps
  }

  /// Opens a trial's store, which keeps a log of changes with old records.
  static func open(_ path: String, _ durability: Store.Options.Durability) throws -> Store {
    var options = Store.Options()
    options.durability = durability
    var log = ChangeLogOptions()
    log.keepsOldRecords = true
    log.maxChanges = 50_000
    options.changeLog = .on(log)
    return try Store(path: path, schema: TrialsSchema.schema, options: options)
  }

  /// What a body throws that is to change nothing.
  struct Abandoned: Error {}

  /// One write of some operations; some fail as a whole.
  mutating func write() throws {
    var random = SplitMix64(seed: seed, step: steps)
    steps += 1
    var changed = model
    var count = 0
    var isAbandoned = false
    do {
      try store.write(alone: true) { txn in
        let length = Int.random(in: 1...8, using: &random)
        for _ in 0..<length {
          var operation = TrialOperation(spread: spread, model: changed, random: random)
          try operation.change(&txn)
          count += operation.count
          (changed, random) = (operation.model, operation.random)
        }
        isAbandoned = random.once(in: 20)
        if isAbandoned { throw Abandoned() }
      }
      if changed.isContested { throw Difference("two items have the same code, and the write did not throw") }
      model = changed
    } catch let error as StoreError where error.code == .uniqueViolation {
      guard changed.isContested else { throw error }
    } catch is Abandoned {
      guard isAbandoned else { throw Difference("a nested transaction's error came out of the write") }
    }
    operations += count
  }

  /// Puts a stop that no step does, so that streams of changes tell of it.
  ///
  /// A write may change rows and change them back: then it is a commit of which streams have nothing to tell.
  ///
  /// - Returns: the number of the commit.
  mutating func putMark() throws -> UInt64 {
    let mark = Stop.Draft(line: .max, name: "mark", minutes: Int32(truncatingIfNeeded: steps))
    let number = try store.write { txn in
      try txn.put(mark, in: .stops)
      return txn.commitNumber
    }
    model.set(StopKey(mark), mark)
    return number
  }

  /// - Throws: if any row differs.
  func checkRows() throws {
    let (items, stops) = try store.read { snapshot in
      (try snapshot.rows(.items).map { $0.draft }, try snapshot.rows(.stops).map { $0.draft })
    }
    try Difference.check("items", items, model.items.rows)
    try Difference.check("stops", stops, model.stops.rows)
  }

  /// - Throws: if anything is wrong with the file.
  func verify() throws {
    let report = try store.verify()
    guard report.isSound else {
      throw Difference("verifying finds \(report.faults.map(\.description).joined(separator: "; "))")
    }
  }

  var commitNumber: UInt64 {
    get throws { try store.read { snapshot in try snapshot.commitNumber } }
  }
}
