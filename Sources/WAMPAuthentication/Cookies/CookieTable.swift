/// Who came with which cookie: a value without a clock, bounded in number and age.
///
/// It has only cookies whose clients proved who they are, and of those only hashes: nobody can fill it without a proof, and who reads
/// it cannot come as anybody.
struct CookieTable: Sendable {
  /// Whom the client with a cookie has proved to be.
  struct Bearer: Sendable, Equatable {
    let realm: String
    let authid: String
    let authrole: String
    /// From then on it has to prove it anew.
    let end: ContinuousClock.Instant
  }

  private let limit: Int
  private var bearers: [[UInt8]: Bearer] = [:]
  /// The hashes from old to new.
  private var ages: [[UInt8]] = []

  init(limit: Int) { self.limit = max(limit, 1) }

  var count: Int { bearers.count }

  /// Who came with a cookie before; `nil` also if that is too long ago.
  func bearer(of cookie: String, at now: ContinuousClock.Instant) -> Bearer? {
    guard let bearer = bearers[Self.hash(cookie)], bearer.end > now else { return nil }
    return bearer
  }

  /// Remembers who came with a cookie. For one too many the oldest go.
  mutating func remember(_ bearer: Bearer, with cookie: String, at now: ContinuousClock.Instant) {
    let hash = Self.hash(cookie)
    if bearers.updateValue(bearer, forKey: hash) == nil { ages.append(hash) }
    if bearers.count > limit {
      bearers = bearers.filter { $0.value.end > now }
      dropForgotten()
      // Some at once, so that not every further one has all looked through.
      let excess = bearers.count - (limit - limit / 16)
      if excess > 0 {
        for hash in ages.prefix(excess) { bearers[hash] = nil }
        ages.removeFirst(excess)
      }
    }
  }

  /// Forgets all cookies of a principal, or of all.
  ///
  /// - Parameters:
  ///   - realm: only of this realm; `nil` for all.
  /// - Returns: how many there were.
  mutating func forget(_ authid: String?, in realm: String?) -> Int {
    let before = bearers.count
    bearers = bearers.filter { entry in
      entry.value.authid != authid ?? entry.value.authid || entry.value.realm != realm ?? entry.value.realm
    }
    dropForgotten()
    return before - bearers.count
  }

  private mutating func dropForgotten() { ages.removeAll { bearers[$0] == nil } }

  private static func hash(_ cookie: String) -> [UInt8] { KeyedHash.sha256(Array(cookie.utf8)) }
}
