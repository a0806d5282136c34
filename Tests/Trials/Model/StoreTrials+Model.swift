import Foundation
import RecordStore
import SeededRandom

extension StoreTrials {
  /// Random operations on a store and on the model, until there were so many.
  ///
  /// - Throws: what differs; the seed and the step are printed.
  static func tryModel(operations: Int, seed: UInt64) async throws {
    let folder = try TrialFolder()
    let path = folder.file("model.db")
    let durability = Store.Options.Durability.fileMayBeLost
    var trial = Trial(try Trial.open(path, durability), seed: seed)
    var followed = FollowedRows(from: try trial.commitNumber)
    var changes = try trial.store.changes().makeAsyncIterator()
    let start = ContinuousClock.now
    var openings = 1
    do {
      while trial.operations < operations {
        var random = SplitMix64(seed: seed &+ 1, step: trial.steps)
        try trial.write()
        try trial.look()
        if random.once(in: 50) {
          try await followed.follow(&changes, through: trial.putMark())
        }
        if random.once(in: 2000) {
          try await followed.follow(&changes, through: trial.putMark())
          try followed.check(trial.model)
          try trial.checkRows()
          try trial.verify()
        }
        guard random.once(in: 400) else { continue }
        trial.store.close()
        trial.store = try Trial.open(path, durability)
        changes = try trial.store.changes(since: followed.number).makeAsyncIterator()
        openings += 1
      }
      try await followed.follow(&changes, through: trial.putMark())
      try followed.check(trial.model)
      try trial.checkRows()
      try trial.verify()
    } catch {
      throw Difference("seed \(seed), step \(trial.steps): \(error)")
    }
    trial.store.close()
    print(
      "seed \(seed): \(trial.operations) operations in \(trial.steps) writes, \(openings) openings, "
        + "\(trial.model.items.count) items and \(trial.model.stops.count) stops in the end, \(ContinuousClock.now - start)"
    )
  }
}
