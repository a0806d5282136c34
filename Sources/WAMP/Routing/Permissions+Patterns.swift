extension Permissions.Entry {
  /// Whether something is granted for all that a pattern covers: by one of its own that covers all of it, and without a
  /// more specific one that decides otherwise for a part.
  func allows(_ action: Permissions.Actions, _ asked: URIPattern) -> Bool {
    let granted = patterns.filter { $0.value.actions.contains(action) && $0.key.covers(asked) }
    return granted.keys.contains { grant in
      patterns.allSatisfy { pattern, entry in
        entry.actions.contains(action) || !pattern.overlaps(asked) || pattern.isLessSpecific(than: grant)
      }
    }
  }
}
