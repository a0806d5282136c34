/// Why a record could not be built.
public struct BuildError: Error, Equatable, CustomStringConvertible {
  /// The kinds of failure; later versions may have more.
  public struct Code: Hashable, Sendable {
    private let name: String

    private init(_ name: String) { self.name = name }

    /// The buffer would grow past 2 GiB, the reach of FlatBuffers offsets.
    public static let tooLarge = Code("tooLarge")
    /// The fields of a table take more than 64 KiB, the reach of a vtable's entries.
    public static let tableTooLarge = Code("tableTooLarge")
    /// A file identifier that is not four bytes.
    public static let identifier = Code("identifier")
    /// A union's member that the schema does not know, from bytes whose bounds were not known either.
    public static let unknownMember = Code("unknownMember")
    /// Values of a FlexBuffer that nest deeper than whoever reads it accepts.
    public static let tooDeep = Code("tooDeep")
    /// A name in a FlexBuffer's map that has a zero in it.
    public static let zeroInName = Code("zeroInName")
  }

  /// The kind of failure, for programs.
  public let code: Code
  /// What could not be built, and why; for people.
  public let description: String

  private init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  static var tooLarge: BuildError {
    BuildError(.tooLarge, "the record would be larger than 2 GiB, the limit of FlatBuffers")
  }

  static var tableTooLarge: BuildError {
    BuildError(.tableTooLarge, "the fields of a table take more than 64 KiB, the limit of FlatBuffers")
  }

  static var identifier: BuildError {
    BuildError(.identifier, "a file identifier has exactly four bytes")
  }

  static func unknownMember(tag: String) -> BuildError {
    BuildError(
      .unknownMember, "a union's member with the unknown tag \(tag) was not kept and cannot be written")
  }

  static func tooDeep(limit: Int) -> BuildError {
    BuildError(.tooDeep, "the values of a FlexBuffer nest deeper than \(limit), which its readers refuse")
  }

  static func zeroInName(_ name: String) -> BuildError {
    BuildError(.zeroInName, "the name \(name.debugDescription) has a zero in it, where it would end")
  }
}
