/// A procedure of an exposed table: what stands behind the table's prefix and a dot in its URI.
package enum TableProcedure: String, Sendable, CaseIterable {
  case get
  case getMany = "get_many"
  case list
  case count

  /// - Parameter prefix: the URI that the table is exposed as.
  package func uri(_ prefix: String) -> String { "\(prefix).\(rawValue)" }
}
