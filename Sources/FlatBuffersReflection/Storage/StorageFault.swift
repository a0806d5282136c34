/// Something wrong with what a schema says of its storage.
public struct StorageFault: Sendable, Equatable {
  /// What was found and what is expected.
  public let message: String
  /// Where the schema says so.
  public let location: SourceLocation
  /// What the author could do about it.
  public let hint: String?

  init(_ message: String, at location: SourceLocation, hint: String? = nil) {
    self.message = message
    self.location = location
    self.hint = hint
  }
}
