/// Principals in an order that nobody can foresee. Each name that is nobody's resembles one of them: always the same one, as
/// long as that is there, whoever comes and goes besides.
struct Models: Sendable {
  private let places: [(place: UInt64, principal: Principal)]

  /// - Parameter place: where a name stands.
  init(_ principals: [Principal], at place: (String) -> UInt64) {
    places = principals.map { (place($0.authid), $0) }.sorted { $0.place < $1.place }
  }

  /// The first one behind a place; after the last one comes the first.
  func next(after place: UInt64) -> Principal? {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle].place <= place { low = middle + 1 } else { high = middle }
    }
    return low < places.count ? places[low].principal : places.first?.principal
  }
}
