/// Checks once, at the border, that bytes are what views take them for.
///
/// After a successful run every read through a view stays inside the bytes. The checks are those of
/// the reference's C++ verifier and a few more: the sizes a vtable names must be possible, and
/// vectors must be aligned for their elements. Alignment is that of the offset from the buffer's
/// start, never of the address. Time is linear in the bytes; nesting is bounded by
/// ``Options/maxDepth``.
@frozen @safe
public struct Verifier: ~Escapable {
  // Sound because every load below follows a range check against `count`. Variables, although they never change,
  // because constants are kept in registers, and saved around each call, at the cost of what is used more.
  @usableFromInline var start: UnsafeRawPointer
  @usableFromInline var count: Int
  /// The last places of eight and of four bytes, in units of as many; right if there are as many, and ``root(at:)``
  /// refuses fewer than twelve.
  @usableFromInline var last8: UInt
  @usableFromInline var last4: UInt
  @usableFromInline var depthLeft: Int
  @usableFromInline var tablesLeft: Int
  /// What strings, vectors, unions and values of FlexBuffers may still cost; what several tables share costs for each.
  @usableFromInline var elementsLeft: Int
  @usableFromInline let options: Options

  /// How much a record may hold.
  @frozen
  public struct Options: Sendable {
    /// How deep tables may nest.
    public var maxDepth = 64
    /// How many tables may be visited; a table reached twice counts twice.
    public var maxTables = 1_000_000
    /// How many strings, vectors and unions may be visited, and 64 bytes of a vector count as one of them, too; `nil`
    /// for as many as fit into the bytes and ``maxTables`` more.
    public var maxElements: Int?

    @inlinable public init() {}

    /// How many elements of `count` bytes may be visited.
    @inlinable
    package func elementBudget(for count: Int) -> Int {
      if let maxElements { return maxElements }
      // As many as fit into the bytes, and some more, as vectors may be shared.
      let (sum, isTooLarge) = maxTables.addingReportingOverflow(count / 4)
      return isTooLarge ? .max : sum
    }
  }

  /// A table whose position and vtable were checked.
  @frozen
  public struct Table {
    @usableFromInline let position: Int
    @usableFromInline let vtable: Int
    @usableFromInline let vtableSize: Int

    @inlinable
    init(position: Int, vtable: Int, vtableSize: Int) {
      self.position = position
      self.vtable = vtable
      self.vtableSize = vtableSize
    }
  }

  @inlinable @_lifetime(copy bytes)
  init(_ bytes: RawSpan, options: Options) {
    unsafe start = bytes.withUnsafeBytes { unsafe $0.baseAddress ?? EmptyTable.pointer }
    count = bytes.byteCount
    last8 = UInt(bitPattern: count &- 8) &>> 3
    last4 = UInt(bitPattern: count &- 4) &>> 2
    depthLeft = options.maxDepth
    tablesLeft = options.maxTables
    elementsLeft = options.elementBudget(for: count)
    self.options = options
  }

  /// A verifier of bytes within others.
  @inlinable @unsafe @_lifetime(copy scope)
  init(
    start: UnsafeRawPointer, count: Int, depthLeft: Int, tablesLeft: Int, elementsLeft: Int,
    options: Options, scope: Verifier
  ) {
    unsafe self.start = start
    self.count = count
    last8 = UInt(bitPattern: count &- 8) &>> 3
    last4 = UInt(bitPattern: count &- 4) &>> 2
    self.depthLeft = depthLeft
    self.tablesLeft = tablesLeft
    self.elementsLeft = elementsLeft
    self.options = options
  }

  /// Checks a whole record.
  ///
  /// - Parameters:
  ///   - bytes: the record, starting with its root offset; trailing bytes are allowed.
  ///   - type: the root table's type. If its schema names a file identifier, bytes that carry another
  ///     one are accepted; see `requireIdentifier`.
  ///   - isSizePrefixed: whether four bytes with the record's size come first; alignments count from them,
  ///     and what follows the record is not looked at.
  ///   - requireIdentifier: whether the bytes must carry the type's file identifier.
  /// - Throws: the first fault found.
  @inlinable
  public static func verify<T: ReadableTable & ~Escapable>(
    _ bytes: RawSpan, as type: T.Type, isSizePrefixed: Bool = false, requireIdentifier: Bool = false,
    options: Options = Options()
  ) throws(VerificationError) {
    do throws(VerificationError) {
      let start = isSizePrefixed ? 4 : 0
      var verifier = Verifier(isSizePrefixed ? try sizePrefixed(bytes) : bytes, options: options)
      let root = try verifier.root(at: start)
      if requireIdentifier, let identifier = T.fileIdentifier {
        try verifier.identifier(identifier, at: start)
      }
      try T.verify(try verifier.table(at: root), with: &verifier)
    } catch {
      throw error.inside(simpleName(T.schemaName))
    }
  }

  /// The bytes as far as the size in front of them reaches, the size included.
  @usableFromInline @_lifetime(copy bytes)
  static func sizePrefixed(_ bytes: RawSpan) throws(VerificationError) -> RawSpan {
    guard bytes.byteCount >= 4 else { throw VerificationError(.tooSmall(count: bytes.byteCount)) }
    let size = unsafe Int(bytes.unsafeLoadUnaligned(as: UInt32.self))
    guard size <= bytes.byteCount - 4 else { throw VerificationError(.outOfRange(offset: 4, size: size)) }
    return bytes.extracting(first: 4 + size)
  }

  @usableFromInline
  static func simpleName(_ name: String) -> String {
    name.split(separator: ".").last.map(String.init) ?? name
  }
  /// The position of the root table, from the offset at `start`.
  @inlinable
  mutating func root(at start: Int = 0) throws(VerificationError) -> Int {
    if count < 12 &+ start { throw VerificationError(.tooSmall(count: count)) }
    if count > Int(Int32.max) { throw VerificationError(.tooLarge(count: count)) }
    return try follow(start)
  }

  /// Checks that the file identifier behind the root's offset, which is at `start`, is the one given.
  @usableFromInline
  func identifier(_ identifier: String, at start: Int = 0) throws(VerificationError) {
    let found = (4..<8).map { load(start + $0, as: UInt8.self) }
    if !found.elementsEqual(identifier.utf8) {
      throw VerificationError(.identifier(expected: identifier))
    }
  }
}
