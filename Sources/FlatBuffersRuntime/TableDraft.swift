/// The plain, owned form of a table: every field a Swift value.
///
/// Those that schemac generates are `Hashable`, and `Codable` unless it was told to leave that out.
public protocol TableDraft: Sendable {
  /// Writes the table and everything it refers to.
  ///
  /// - Throws: ``BuildError`` if the buffer would grow past 2 GiB.
  func write(to builder: inout Builder) throws(BuildError) -> TableOffset

  /// The identifier a finished buffer of this root carries, if any.
  static var fileIdentifier: String? { get }

  /// A draft whose fields are all absent or empty, for others to be read into.
  ///
  /// Traps if the table ``isImpossible``.
  static var blank: Self { get }

  /// Whether the table requires itself: there is neither a record nor a draft of it.
  static var isImpossible: Bool { get }

  /// Shows the fields to a visitor.
  ///
  /// - Parameters:
  ///   - draft: the draft that is visited.
  ///   - other: another one, whose fields the visitor gets beside.
  static func visit(_ draft: inout Self, _ other: inout Self, _ visitor: DraftVisitor)
}

extension TableDraft {
  @inlinable
  public static var fileIdentifier: String? { nil }

  /// `false`, as of all tables but those whose code says otherwise.
  @inlinable
  public static var isImpossible: Bool { false }
}

// What makes a draft Hashable and Codable when it says that it is.
extension TableDraft {
  public static func == (left: Self, right: Self) -> Bool { DraftComparison.areEqual(left, right) }

  public func hash(into hasher: inout Hasher) { DraftHashing.hash(self, into: &hasher) }

  /// The hash of all fields.
  public var hashValue: Int {
    var hasher = Hasher()
    hash(into: &hasher)
    return hasher.finalize()
  }

  public init(from decoder: any Decoder) throws { self = try DraftDecoder.decode(from: decoder) }

  public func encode(to encoder: any Encoder) throws { try DraftEncoder.encode(self, to: encoder) }
}
