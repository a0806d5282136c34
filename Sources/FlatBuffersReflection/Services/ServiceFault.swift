/// Something wrong with what a schema says of its services.
public struct ServiceFault: Sendable, Equatable {
  /// What was found and what is expected.
  public let message: String
  /// The index of the service in the schema's services.
  public let service: Int
  /// Where the schema says so.
  public let location: SourceLocation

  init(_ message: String, in service: Int, at location: SourceLocation) {
    self.message = message
    self.service = service
    self.location = location
  }
}
