/// Why bytes are not a valid record, and where.
public struct VerificationError: Error, Equatable, CustomStringConvertible {
  /// The kinds of faults; later versions may have more.
  public struct Fault: Hashable, Sendable {
    private let name: String

    fileprivate init(_ name: String) { self.name = name }

    /// Fewer bytes than the smallest FlatBuffer.
    public static let tooSmall = Fault("tooSmall")
    /// More bytes than offsets can reach (2 GiB).
    public static let tooLarge = Fault("tooLarge")
    /// The buffer's file identifier is another one.
    public static let identifier = Fault("identifier")
    /// Something does not lie within the buffer.
    public static let outOfRange = Fault("outOfRange")
    /// An offset of zero, or one that leaves the buffer.
    public static let offset = Fault("offset")
    /// Something is not where its type may stand.
    public static let misaligned = Fault("misaligned")
    /// A vtable with an odd or impossible size.
    public static let vtable = Fault("vtable")
    /// A table with an impossible size.
    public static let table = Fault("table")
    /// A field the schema requires is absent.
    public static let missing = Fault("missing")
    /// A string without the terminating zero.
    public static let unterminated = Fault("unterminated")
    /// A union with a type and no value, or the other way round, where that cannot be read as no value.
    public static let union = Fault("union")
    /// Tables are nested too deeply.
    public static let tooDeep = Fault("tooDeep")
    /// More tables than allowed.
    public static let tooManyTables = Fault("tooManyTables")
    /// Strings, vectors or values of FlexBuffers that are shared so often that reading the record would take very long.
    public static let tooManyElements = Fault("tooManyElements")
  }

  /// What is wrong, with its numbers.
  @usableFromInline
  package enum Kind: Equatable, Sendable {
    /// Fewer bytes than the smallest FlatBuffer.
    case tooSmall(count: Int)
    /// More bytes than offsets can reach (2 GiB).
    case tooLarge(count: Int)
    /// The buffer's file identifier is another one.
    case identifier(expected: String)
    /// Something that starts at `offset` and takes `size` bytes does not lie within the buffer.
    case outOfRange(offset: Int, size: Int)
    /// An offset of zero, or one that leaves the buffer, and where it stands.
    case offset(UInt32, at: Int)
    /// Something at `offset` is not a multiple of `alignment` from the start.
    case misaligned(offset: Int, alignment: Int)
    /// A vtable with an odd or impossible size, and where that stands.
    case vtable(size: Int, at: Int)
    /// A table with an impossible size, and where that stands.
    case table(size: Int, at: Int)
    /// A field the schema requires is absent.
    case missing
    /// A string without the terminating zero.
    case unterminated
    /// A union with a type and no value, or the other way round, where that cannot be read as no value.
    case union
    /// Tables nested too deeply.
    case tooDeep(limit: Int)
    /// More tables than allowed.
    case tooManyTables(limit: Int)
    /// Strings, vectors or values of FlexBuffers that are shared so often that reading the record would take very long.
    case tooManyElements

    fileprivate var fault: Fault {
      switch self {
      case .tooSmall: .tooSmall
      case .tooLarge: .tooLarge
      case .identifier: .identifier
      case .outOfRange: .outOfRange
      case .offset: .offset
      case .misaligned: .misaligned
      case .vtable: .vtable
      case .table: .table
      case .missing: .missing
      case .unterminated: .unterminated
      case .union: .union
      case .tooDeep: .tooDeep
      case .tooManyTables: .tooManyTables
      case .tooManyElements: .tooManyElements
      }
    }
  }

  // One reference, so that the error takes a register on its way up and generated code stays small.
  private let details: Details

  private final class Details: Sendable {
    let kind: Kind
    let path: String
    /// Whether its positions count from the start of a buffer within the buffer.
    let isWithinPart: Bool

    init(_ kind: Kind, at path: String, isWithinPart: Bool) {
      self.kind = kind
      self.path = path
      self.isWithinPart = isWithinPart
    }
  }

  /// What is wrong.
  public var fault: Fault { details.kind.fault }

  package var kind: Kind { details.kind }

  /// Where in the buffer the wrong bytes are; `nil` if it is none in particular, or they are within a part of their own.
  package var position: Int? {
    if details.isWithinPart { return nil }
    switch kind {
    case .outOfRange(let position, _), .offset(_, let position), .misaligned(let position, _),
      .vtable(_, let position), .table(_, let position):
      return position
    case .tooSmall, .tooLarge, .identifier, .missing, .unterminated, .union, .tooDeep, .tooManyTables,
      .tooManyElements:
      return nil
    }
  }

  /// The way from the root type to the fault, such as `User.friends[3].name`.
  public var path: String { details.path }

  @usableFromInline
  init(_ kind: Kind, at path: String = "") { self.init(kind, at: path, isWithinPart: false) }

  private init(_ kind: Kind, at path: String, isWithinPart: Bool) {
    details = Details(kind, at: path, isWithinPart: isWithinPart)
  }

  /// The error of a buffer within the buffer.
  @usableFromInline @inline(never)
  package func withinPart() -> VerificationError { VerificationError(kind, at: path, isWithinPart: true) }

  public static func == (left: VerificationError, right: VerificationError) -> Bool {
    left.kind == right.kind && left.path == right.path
  }

  /// The error with the name or index of what is around it put before its path.
  @usableFromInline
  package func inside(_ outer: String) -> VerificationError {
    VerificationError(
      kind, at: path.hasPrefix("[") || path.isEmpty ? outer + path : outer + "." + path,
      isWithinPart: details.isWithinPart)
  }

  @usableFromInline @inline(never)
  func inside(_ outer: StaticString) -> VerificationError { inside(outer.description) }

  /// Puts the element's index, if the fault is in one (`index` is not negative), and the field's name before
  /// the path.
  @usableFromInline @inline(never)
  func inside(_ outer: StaticString, element index: Int) -> VerificationError {
    index < 0 ? inside(outer) : inside("[\(index)]").inside(outer)
  }

  public var description: String {
    path.isEmpty ? "\(reason)" : "\(path): \(reason)"
  }

  private var reason: String {
    switch kind {
    case .tooSmall(let count): "\(count) bytes are too few for a FlatBuffer"
    case .tooLarge(let count): "\(count) bytes are more than a FlatBuffer can hold (2 GiB)"
    case .identifier(let expected): "the file identifier is not \"\(expected)\""
    case .outOfRange(let offset, let size): "\(size) bytes at \(offset) leave the buffer"
    case .offset(let offset, _): "offset \(offset) leaves the buffer"
    case .misaligned(let offset, let alignment): "position \(offset) is not a multiple of \(alignment)"
    case .vtable(let size, _): "a vtable of size \(size) is not possible here"
    case .table(let size, _): "a table of size \(size) is not possible here"
    case .missing: "required field is missing"
    case .unterminated: "string has no terminating zero"
    case .union: "union type and value do not agree"
    case .tooDeep(let limit): "tables are nested more than \(limit) deep"
    case .tooManyElements: "vectors are shared far too often"
    case .tooManyTables(let limit): "more than \(limit) tables"
    }
  }
}
