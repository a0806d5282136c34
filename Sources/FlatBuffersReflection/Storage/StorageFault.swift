/// Something wrong with what a schema says of its storage.
package struct StorageFault: Sendable, Equatable {
  /// What was found and what is expected.
  package let message: String
  /// Where the schema says so.
  package let location: SourceLocation
  /// What the author could do about it.
  package let hint: String?

  init(_ message: String, at location: SourceLocation, hint: String? = nil) {
    self.message = message
    self.location = location
    self.hint = hint
  }
}
