/// Why a record could not be built.
public struct BuildError: Error, Equatable, CustomStringConvertible {
  public enum Code: Equatable, Sendable {
    /// The buffer would grow past 2 GiB, the reach of FlatBuffers offsets.
    case tooLarge
    /// A file identifier that is not four bytes.
    case identifier
  }

  public let code: Code

  @usableFromInline
  init(_ code: Code) { self.code = code }

  public var description: String {
    switch code {
    case .tooLarge: "the record would be larger than 2 GiB, the limit of FlatBuffers"
    case .identifier: "a file identifier has exactly four bytes"
    }
  }
}
