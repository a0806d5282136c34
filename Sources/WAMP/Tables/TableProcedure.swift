/// A procedure of an exposed table: what stands behind the table's prefix and a dot in its URI.
package enum TableProcedure: String, Sendable, CaseIterable {
  case get
  case getMany = "get_many"
  case list
  case count
  case put
  case insert
  case update
  case delete

  /// - Parameter prefix: the URI that the table is exposed as.
  package func uri(_ prefix: String) -> String { "\(prefix).\(rawValue)" }

  /// The topic that changes of the table are published to.
  package static func changes(_ prefix: String) -> String { "\(prefix).changed" }
}
