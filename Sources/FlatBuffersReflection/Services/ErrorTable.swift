/// A table that procedures can fail with.
package struct ErrorTable: Sendable, Equatable {
  /// The index of the table in the schema's objects.
  package let table: Int
  /// What names the error in WAMP.
  package let uri: String
}
