/// The last publications that a reader was given, so that none is given twice.
struct RecentPublications: Sendable {
  private var ring: [PublicationID] = []
  private var next = 0
  private var known: Set<PublicationID> = []
  private let capacity: Int

  /// - Parameter capacity: how many are remembered: more than a router delivers after it has stored them.
  init(capacity: Int) { self.capacity = max(capacity, 1) }

  /// How many are remembered now.
  var count: Int { ring.count }

  /// - Returns: false if it is known.
  mutating func insert(_ publication: PublicationID) -> Bool {
    guard known.insert(publication).inserted else { return false }
    if ring.count < capacity {
      ring.append(publication)
    } else {
      known.remove(ring[next])
      ring[next] = publication
    }
    next = (next + 1) % capacity
    return true
  }

  /// The one that came so many before the last one, which is 0; `nil` if it is not remembered.
  func before(_ distance: Int) -> PublicationID? {
    guard distance < ring.count else { return nil }
    let index = next - 1 - distance
    return ring[index < 0 ? index + ring.count : index]
  }
}
