/// Why a binary schema cannot be used, and where in it the fault is.
public struct BinarySchemaError: Error, Equatable, CustomStringConvertible {
  /// What is wrong.
  public let message: String
  /// The way to the fault, such as `objects[3] 'demo.User' field 'name'`; empty for the whole.
  public let path: String

  init(_ message: String, at path: BinarySchemaPath? = nil) {
    self.message = message
    self.path = path?.description ?? ""
  }

  public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
