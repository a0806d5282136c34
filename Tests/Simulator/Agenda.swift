import HeapModule

/// What happens when, in virtual time. What is due at the same time happens in the order it was noted.
struct Agenda {
  private struct Entry: Comparable {
    let time: Duration
    let number: Int
    let act: () -> Void

    static func == (left: Entry, right: Entry) -> Bool { left.number == right.number }

    static func < (left: Entry, right: Entry) -> Bool {
      (left.time, left.number) < (right.time, right.number)
    }
  }

  private var entries = Heap<Entry>()
  private var count = 0

  mutating func note(at time: Duration, _ act: @escaping () -> Void) {
    entries.insert(Entry(time: time, number: count, act: act))
    count += 1
  }

  /// Takes out what is due next, if it is due by `end`.
  mutating func next(until end: Duration) -> (time: Duration, act: () -> Void)? {
    guard let entry = entries.min, entry.time <= end else { return nil }
    entries.removeMin()
    return (entry.time, entry.act)
  }
}
