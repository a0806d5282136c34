public import SharedBytes

/// Why a file is not a record that can be read, with the file's name.
public struct RecordFileError: Error, Equatable, CustomStringConvertible {
  /// What kept the file from being read.
  public enum Reason: Equatable, Sendable {
    /// The system's reason.
    case unreadable(FileMappingError)
    /// What is wrong with its bytes, and the way from the root type to it.
    case invalid(VerificationError)
  }

  /// The file, as it was named.
  public let path: String
  public let reason: Reason

  public var description: String {
    switch reason {
    case .unreadable(let error): error.description
    case .invalid(let error): "the file '\(path)' is not a valid record: \(error)"
    }
  }
}
