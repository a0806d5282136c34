/// What a session wants to have published when it is gone.
struct Testaments: Sendable {
  /// When a testament is published. Here both are when the session ends; both lists are kept all the same, as each can be
  /// emptied alone.
  enum Scope: String, Sendable {
    case detached
    case destroyed
  }

  private var detached: [Message.Publish] = []
  private var destroyed: [Message.Publish] = []

  /// All of them, in the order they are published.
  var publications: [Message.Publish] { detached + destroyed }

  /// - Throws: ``WAMPError/Code/unavailable`` if it is one too many, or larger than what is left.
  mutating func add(
    _ publish: Message.Publish, _ scope: Scope, _ limits: RealmLimits
  ) throws(WAMPError) {
    let publish = publish.kept
    let all = publications
    let size = all.reduce(0) { $0 + $1.keptSize }
    guard all.count < limits.testaments, size + publish.keptSize <= limits.testamentBytes else {
      throw WAMPError(.unavailable, "the session has \(all.count) testaments with \(size) bytes already")
    }
    switch scope {
    case .detached: detached.append(publish)
    case .destroyed: destroyed.append(publish)
    }
  }

  mutating func removeAll(_ scope: Scope) {
    switch scope {
    case .detached: detached = []
    case .destroyed: destroyed = []
    }
  }
}
