import RecordStore
import Synchronization

/// What each thread and each task does until the trial is over.
extension ThreadTrial {
  func read() throws {
    while goOn() { try store.read { snapshot in try checkRanks(snapshot) } }
  }

  func pin() throws {
    var random = SystemRandomNumberGenerator()
    var pinned: [RecordBuffer<Item>] = []
    while goOn() {
      let id = UInt64.random(in: 0..<ThreadTrial.items, using: &random)
      guard let buffer = try store.pin(.items, id) else { throw Difference("item \(id) is not there") }
      pinned.append(buffer)
      for buffer in pinned where buffer.record.data?[0] != 1 { throw Difference("pinned data changed") }
      if pinned.count > 20 { pinned.removeAll() }
      let shelf = try store.pinRows(by: .itemsByShelf, .prefix(shelf: 3), limit: 5)
      try Difference.check("items of shelf 3", shelf.count, 5)
    }
  }

  func keepReader() throws {
    let reader = try store.makeReader()
    while goOn() {
      try reader.read { snapshot in try checkRanks(snapshot) }
      try reader.read { snapshot in try checkRanks(snapshot) }
      reader.end()
    }
  }

  func writeBlocking() throws {
    var random = SystemRandomNumberGenerator()
    while goOn() {
      let (from, to) = ThreadTrial.pair(&random)
      try store.write { txn in try ThreadTrial.move(from, to, &txn) }
    }
  }

  func writeSuspending() async throws {
    while goOn() {
      var random = SystemRandomNumberGenerator()
      let (from, to) = ThreadTrial.pair(&random)
      try await store.write { txn in try ThreadTrial.move(from, to, &txn) }
      try await store.synchronize()
    }
  }

  /// Opens and closes another file, and finds that this one can't be opened twice.
  func openOthers() throws {
    let path = folder.file("other.db")
    while goOn() {
      let other = try Trial.open(path, .fileMayBeLost)
      try other.write { txn in try txn.put(Item.Draft(id: 1), in: .items) }
      let count = try other.read { snapshot in try snapshot.count(.items) }
      try Difference.check("items of the other store", count, 1)
      other.close()
    }
  }

  /// What looks at the whole store while others use it.
  func lookAround() throws {
    while goOn() {
      _ = try store.readers
      _ = try store.statistics()
      let report = try store.verify()
      try Difference.check("faults", report.faults, [])
    }
  }

  func follow() async throws {
    var number: UInt64 = 0
    for try await event in try store.changes() {
      counts.add(1, ordering: .relaxed)
      guard case .commit(let commit) = event else { continue }
      guard commit.number > number else { throw Difference("commit \(commit.number) came after \(number)") }
      if commit.isComplete { number = commit.number }
    }
  }

  func followTable() async throws {
    while goOn() {
      var left = 20
      let since = try store.read { snapshot in try snapshot.commitNumber }
      for try await event in try store.changes(of: .items, since: since) {
        if case .commit(let commit) = event { left -= commit.rows.count }
        if left <= 0 || isOver.load(ordering: .relaxed) { break }
      }
    }
  }

  func observe() async throws {
    for try await sum in store.observe({ try $0.rows(.items).reduce(0) { $0 + Int($1.rank) } }) {
      counts.add(1, ordering: .relaxed)
      try Difference.check("the observed sum of all ranks", sum, 0)
    }
  }

  private static func pair(_ random: inout SystemRandomNumberGenerator) -> (UInt64, UInt64) {
    let from = UInt64.random(in: 0..<items, using: &random)
    return (from, (from + UInt64.random(in: 1..<items, using: &random)) % items)
  }

  private static func move(_ from: UInt64, _ to: UInt64, _ txn: inout WriteTransaction) throws {
    try txn.update(.items, from) { $0.rank -= 1 }
    _ = try txn.nested { part in try part.update(.items, to) { $0.rank += 1 } }
  }
}
