/// A table of bounded size that forgets what is old: the entries of two spans of time, or fewer if there are many.
struct RecentEntries<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let limit: Int
  private let age: Duration
  private var young: [Key: Value] = [:]
  private var old: [Key: Value] = [:]
  private var began: ContinuousClock.Instant?

  /// - Parameters:
  ///   - limit: the most entries.
  ///   - age: how long one is kept at least, if there are few, after it was last set.
  init(limit: Int, age: Duration) {
    self.limit = limit
    self.age = age
  }

  var count: Int { young.count + old.count }

  subscript(key: Key) -> Value? {
    get { young[key] ?? old[key] }
    set {
      old[key] = nil
      young[key] = newValue
      if young.count > limit / 2 { turn() }
    }
  }

  /// Forgets what is old enough.
  mutating func forget(at now: ContinuousClock.Instant) {
    guard let began else {
      self.began = now
      return
    }
    let time = began.duration(to: now)
    guard time >= age else { return }
    turn()
    if time >= age * 2 { turn() }
    self.began = now
  }

  private mutating func turn() {
    old = young
    young = [:]
  }
}
