/// Something wrong with what a schema says of its services.
package struct ServiceFault: Sendable, Equatable {
  /// What was found and what is expected.
  package let message: String
  /// The service or the table that says it.
  package let place: Place
  /// Where the schema says so.
  package let location: SourceLocation

  /// Which definition of a schema says something.
  package enum Place: Sendable, Equatable {
    /// An index in the schema's services.
    case service(Int)
    /// The index of an error's table in the schema's objects.
    case table(Int)
  }

  init(_ message: String, in place: Place, at location: SourceLocation) {
    self.message = message
    self.place = place
    self.location = location
  }
}
