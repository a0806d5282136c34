/// How far the publication of a table's changes is.
package struct ChangeProgress: Sendable, Equatable {
  /// Tells the publication from earlier ones of the table: the number after which its events are counted.
  package var publication: UInt64
  /// The number of the last commit that it knows of.
  package var seen: UInt64
  /// The number of the last commit of which it tells, or has told, changes; 0 if there is none. Up to ``seen`` there is no
  /// later one.
  package var changed: UInt64

  package init(publication: UInt64, seen: UInt64, changed: UInt64) {
    self.publication = publication
    self.seen = seen
    self.changed = changed
  }
}
