/// Something wrong with what a schema says of its services.
package struct ServiceFault: Sendable, Equatable {
  /// What was found and what is expected.
  package let message: String
  /// The index of the service in the schema's services.
  package let service: Int
  /// Where the schema says so.
  package let location: SourceLocation

  init(_ message: String, in service: Int, at location: SourceLocation) {
    self.message = message
    self.service = service
    self.location = location
  }
}
