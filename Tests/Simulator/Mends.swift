/// What keeps a realm in order over time. A run without one of them must find what it is for.
struct Mends: OptionSet {
  let rawValue: Int

  /// A peer that is silent is taken for gone.
  static let keepAlive = Mends(rawValue: 1)

  static let all: Mends = [.keepAlive]
}
