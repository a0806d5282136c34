/// What a replica asks its source: what stands behind the source's prefix and a dot in the URI.
package enum ReplicaProcedure: String, Sendable, CaseIterable {
  /// Which tables there are, and how far the source is.
  case describe
  /// A page of a table's rows.
  case rows
  /// What was committed after a commit.
  case log

  /// - Parameter prefix: what the tables are served as.
  package func uri(_ prefix: String) -> String { "\(prefix).\(rawValue)" }

  /// The topic that the newest commit's number is published to.
  package static func committed(_ prefix: String) -> String { "\(prefix).committed" }
}

/// How much the source's answers have: what both sides have to know.
package enum ReplicaPaging {
  /// The most rows, or changes with a record, of a page.
  package static let rowLimit = 10_000
  /// The changes of the log that are looked at for a page, those of other tables included.
  package static let scanLimit = 10_000
  /// The bytes of rows after which a page ends. A larger row has a page of its own.
  package static let byteLimit = 1 << 20
}
