/// Why a record cannot be printed as JSON, and where.
public struct JSONPrintingError: Error, Equatable, CustomStringConvertible {
  /// The way from the root type to the fault, such as `User.friends[3].name`.
  public private(set) var path: String
  public let reason: String

  init(_ reason: String, at path: String = "") {
    self.reason = reason
    self.path = path
  }

  func inside(_ step: String) -> JSONPrintingError {
    JSONPrintingError(reason, at: path.isEmpty || path.hasPrefix("[") ? step + path : "\(step).\(path)")
  }

  public var description: String { path.isEmpty ? reason : "\(path): \(reason)" }
}
