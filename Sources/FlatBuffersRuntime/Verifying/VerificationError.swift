/// Why bytes are not a valid record, and where.
public struct VerificationError: Error, Equatable, CustomStringConvertible {
  /// What is wrong.
  public enum Fault: Equatable, Sendable {
    /// Fewer bytes than the smallest FlatBuffer.
    case tooSmall(count: Int)
    /// More bytes than offsets can reach (2 GiB).
    case tooLarge(count: Int)
    /// The buffer's file identifier is another one.
    case identifier(expected: String)
    /// Something that starts at `offset` and takes `size` bytes does not lie within the buffer.
    case outOfRange(offset: Int, size: Int)
    /// An offset of zero, or one that leaves the buffer.
    case offset(UInt32)
    /// Something at `offset` is not a multiple of `alignment` from the start.
    case misaligned(offset: Int, alignment: Int)
    /// A vtable with an odd or impossible size.
    case vtable(size: Int)
    /// A field the schema requires is absent.
    case missing
    /// A string without the terminating zero.
    case unterminated
    /// A union with a type and no value, or the other way round.
    case union
    /// Tables nested too deeply.
    case tooDeep(limit: Int)
    /// More tables than allowed.
    case tooManyTables(limit: Int)
    /// Strings, vectors or values of FlexBuffers that are shared so often that reading the record would take very long.
    case tooManyElements
  }

  // One reference, so that the error takes a register on its way up and generated code stays small.
  private let details: Details

  private final class Details: Sendable {
    let fault: Fault
    let path: String

    init(_ fault: Fault, at path: String) {
      self.fault = fault
      self.path = path
    }
  }

  public var fault: Fault { details.fault }

  /// The way from the root type to the fault, such as `User.friends[3].name`.
  public var path: String { details.path }

  @usableFromInline
  init(_ fault: Fault, at path: String = "") {
    details = Details(fault, at: path)
  }

  public static func == (left: VerificationError, right: VerificationError) -> Bool {
    left.fault == right.fault && left.path == right.path
  }

  /// The error with the name or index of what is around it put before its path.
  @usableFromInline
  package func inside(_ outer: String) -> VerificationError {
    VerificationError(fault, at: path.hasPrefix("[") || path.isEmpty ? outer + path : outer + "." + path)
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
    switch fault {
    case .tooSmall(let count): "\(count) bytes are too few for a FlatBuffer"
    case .tooLarge(let count): "\(count) bytes are more than a FlatBuffer can hold (2 GiB)"
    case .identifier(let expected): "the file identifier is not \"\(expected)\""
    case .outOfRange(let offset, let size): "\(size) bytes at \(offset) leave the buffer"
    case .offset(let offset): "offset \(offset) leaves the buffer"
    case .misaligned(let offset, let alignment): "position \(offset) is not a multiple of \(alignment)"
    case .vtable(let size): "a vtable of size \(size) is not possible here"
    case .missing: "required field is missing"
    case .unterminated: "string has no terminating zero"
    case .union: "union type and value do not agree"
    case .tooDeep(let limit): "tables are nested more than \(limit) deep"
    case .tooManyElements: "vectors are shared far too often"
    case .tooManyTables(let limit): "more than \(limit) tables"
    }
  }
}
