/// Why a record could not be built.
public struct BuildError: Error, Equatable, CustomStringConvertible {
  public enum Code: Equatable, Sendable {
    /// The buffer would grow past 2 GiB, the reach of FlatBuffers offsets.
    case tooLarge
    /// The fields of a table take more than 64 KiB, the reach of a vtable's entries.
    case tableTooLarge
    /// A file identifier that is not four bytes.
    case identifier
    /// A union's member that the schema does not know, from bytes whose bounds were not known either.
    case unknownMember(tag: String)
  }

  public let code: Code

  @usableFromInline
  init(_ code: Code) { self.code = code }

  public var description: String {
    switch code {
    case .tooLarge: "the record would be larger than 2 GiB, the limit of FlatBuffers"
    case .tableTooLarge: "the fields of a table take more than 64 KiB, the limit of FlatBuffers"
    case .identifier: "a file identifier has exactly four bytes"
    case .unknownMember(let tag):
      "a union's member with the unknown tag \(tag) was not kept and cannot be written"
    }
  }
}
