import WAMP

/// What clients register: procedures with one callee, shared ones, and patterns.
struct Offer: Sendable, Equatable {
  let pattern: String
  let match: MatchPolicy
  let invoke: InvocationPolicy
  /// The most calls at a time.
  let concurrency: Int?

  init(
    _ pattern: String, _ match: MatchPolicy = .exact, _ invoke: InvocationPolicy = .single,
    concurrency: Int? = nil
  ) {
    self.pattern = pattern
    self.match = match
    self.invoke = invoke
    self.concurrency = concurrency
  }

  static let all: [Offer] =
    (0..<12).map { Offer("com.shop.p\($0)") } + [
      Offer("com.shop.shared", .exact, .roundRobin),
      Offer("com.shop.chance", .exact, .random, concurrency: 2),
      Offer("com.shop.standby", .exact, .first, concurrency: 1), Offer("com.shop.newest", .exact, .last),
      Offer("com.mall.", .prefix, .roundRobin, concurrency: 3), Offer("com..gate", .wildcard),
    ]

  /// What is called; of the last ones, some only patterns cover, and one is covered by two of them.
  static let procedures =
    all.filter { $0.match == .exact }.map(\.pattern) + [
      "com.mall.toys", "com.mall.books", "com.mall.gate", "com.north.gate",
    ]
}
