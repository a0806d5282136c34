extension Permissions {
  /// Many URIs at once: a pattern that something was granted for, or that somebody wants to subscribe to or register.
  struct Pattern: Sendable, Hashable {
    let text: String
    let match: MatchPolicy

    private var components: [Substring.UTF8View] {
      Substring(text).utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        .map { Substring($0).utf8 }
    }

    /// What all URIs that it covers begin with.
    private var head: Substring.UTF8View {
      guard match == .wildcard else { return Substring(text).utf8 }
      let given = components.prefix { !$0.isEmpty }
      return Substring(text).utf8.prefix(given.reduce(0) { $0 + $1.count + 1 })
    }

    /// Whether it covers every URI that the other one does.
    func covers(_ other: Pattern) -> Bool {
      switch match {
      case .exact: return self == other
      case .prefix: return other.head.starts(with: text.utf8)
      case .wildcard:
        if text.isEmpty { return true }
        return other.match != .prefix && fits(other) { $0.isEmpty || $0.elementsEqual($1) }
      }
    }

    /// Whether there may be a URI that both cover.
    func overlaps(_ other: Pattern) -> Bool {
      if match == .wildcard, other.match == .wildcard, !text.isEmpty, !other.text.isEmpty {
        return fits(other) { $0.isEmpty || $1.isEmpty || $0.elementsEqual($1) }
      }
      if match == .exact { return other.covers(self) }
      if other.match == .exact { return covers(other) }
      return head.starts(with: other.head) || other.head.starts(with: head)
    }

    private func fits(
      _ other: Pattern, _ compare: (Substring.UTF8View, Substring.UTF8View) -> Bool
    ) -> Bool {
      let (own, others) = (components, other.components)
      return own.count == others.count && zip(own, others).allSatisfy(compare)
    }

    /// Whether, for a URI that both cover, this one does not decide.
    func isLessSpecific(than other: Pattern) -> Bool {
      switch (match, other.match) {
      case (.wildcard, .prefix), (.wildcard, .exact), (.prefix, .exact): true
      case (.prefix, .prefix): text.utf8.count < other.text.utf8.count
      default: false
      }
    }
  }
}

extension Permissions.Entry {
  /// Whether something is granted for all that a pattern covers: by one of its own that covers all of it, and without a
  /// more specific one that decides otherwise for a part.
  func allows(_ action: Permissions.Actions, _ asked: Permissions.Pattern) -> Bool {
    let granted = patterns.filter { $0.value.actions.contains(action) && $0.key.covers(asked) }
    return granted.keys.contains { grant in
      patterns.allSatisfy { pattern, entry in
        entry.actions.contains(action) || !pattern.overlaps(asked) || pattern.isLessSpecific(than: grant)
      }
    }
  }
}
