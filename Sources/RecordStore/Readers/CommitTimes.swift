/// When commits were made, kept well enough to say for how long a state has been overtaken.
///
/// A snapshot costs nothing while it is the newest state; what it costs begins with the next commit. So its age is
/// counted from there, and reading need not look at a clock.
///
/// Ages are never overstated. They are understated by 10 milliseconds at most while they are short, and by a few
/// hundredths when they are long: the list is bounded, and thinned where that falsifies least.
struct CommitTimes: Sendable {
  private struct Entry {
    let transaction: UInt64
    let time: ContinuousClock.Instant
  }

  /// At least one, in the order of both.
  private var entries: [Entry]

  private static let resolution = Duration.milliseconds(10)
  private static let capacity = 256

  init(_ transaction: UInt64, at time: ContinuousClock.Instant) {
    entries = [Entry(transaction: transaction, time: time)]
  }

  /// The newest commit that is known.
  var newest: UInt64 { entries[entries.endIndex - 1].transaction }

  /// Notes a commit, unless a later one is known.
  mutating func note(_ transaction: UInt64, at time: ContinuousClock.Instant) {
    guard transaction > newest else { return }
    let entry = Entry(transaction: transaction, time: time)
    if entries.count > 1, time - entries[entries.endIndex - 2].time < CommitTimes.resolution {
      entries[entries.endIndex - 1] = entry
      return
    }
    entries.append(entry)
    if entries.count > CommitTimes.capacity { thin(at: time) }
  }

  /// When a state was overtaken by the next commit; `nil` if it is the newest one.
  func overtaking(of transaction: UInt64) -> ContinuousClock.Instant? {
    entries.first { $0.transaction > transaction }?.time
  }

  /// The oldest state that had not been overtaken, or not for certain, at a time; 0 if no older one is known.
  func oldest(notOvertakenBefore time: ContinuousClock.Instant) -> UInt64 {
    entries.last { $0.time <= time }?.transaction ?? 0
  }

  /// Removes the entry without which ages are wrong by the smallest part.
  private mutating func thin(at now: ContinuousClock.Instant) {
    let least = (1..<(entries.count - 1)).min { first, second in
      error(without: first, at: now) < error(without: second, at: now)
    }
    if let least { entries.remove(at: least) }
  }

  private func error(without place: Int, at now: ContinuousClock.Instant) -> Double {
    let before = entries[place - 1].time
    return (entries[place + 1].time - before) / (now - before)
  }
}
