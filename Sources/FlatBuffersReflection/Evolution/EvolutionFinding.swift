/// A difference between two versions of a schema that matters to data or to programs.
public struct EvolutionFinding: Sendable, Equatable {
  /// What the difference does.
  public enum Severity: String, Sendable {
    /// Data of one version is misread or refused by programs of the other.
    case breaking
    /// Safe only under a condition that the schemas cannot tell.
    case care
  }

  /// What differs; later versions may find more.
  public struct Change: Sendable, Hashable {
    /// Its name in Swift.
    package let name: String

    private init(_ name: String) { self.name = name }

    /// A table became a struct or the other way round, or an enum a union.
    public static let kind = Change("kind")
    /// A field is gone.
    public static let fieldRemoved = Change("fieldRemoved")
    /// A field has another id.
    public static let fieldMoved = Change("fieldMoved")
    /// There is a field that was not there.
    public static let fieldAdded = Change("fieldAdded")
    /// A field has another type.
    public static let fieldType = Change("fieldType")
    /// A field has another default.
    public static let fieldDefault = Change("fieldDefault")
    /// A field became required, or is no longer.
    public static let fieldRequired = Change("fieldRequired")
    /// A field that was deprecated is in use again.
    public static let fieldRevived = Change("fieldRevived")
    /// Records are sorted by another key.
    public static let key = Change("key")
    /// The bytes of a field are a record of another table.
    public static let nestedType = Change("nestedType")
    /// A struct has another layout.
    public static let structLayout = Change("structLayout")
    /// A member of an enum changed.
    public static let enumMember = Change("enumMember")
    /// A member of a union changed.
    public static let unionMember = Change("unionMember")
    /// An enum has another underlying type.
    public static let underlyingType = Change("underlyingType")
    /// The root is another table.
    public static let rootTable = Change("rootTable")
    /// The file identifier is another one.
    public static let fileIdentifier = Change("fileIdentifier")
    /// A method of a service changed.
    public static let service = Change("service")
    /// What is stored changed: a table or an index.
    public static let storage = Change("storage")
    /// A field is hashed otherwise.
    public static let hash = Change("hash")
    /// Something has another name.
    public static let renamed = Change("renamed")
  }

  /// What the difference does.
  public var severity: Severity
  /// What differs.
  public var change: Change
  /// The definition or member by its name in the new schema, `demo.User.name` say; the old one's if it is gone.
  public var subject: String
  /// What changed and why that matters, in a sentence.
  public var message: String
  /// Where the new schema says so; the definition for what is gone, `nil` for what concerns the whole schema.
  public var location: SourceLocation?

  package init(
    severity: Severity, change: Change, subject: String, message: String, location: SourceLocation? = nil
  ) {
    self.severity = severity
    self.change = change
    self.subject = subject
    self.message = message
    self.location = location
  }
}

extension EvolutionFinding: CustomStringConvertible {
  /// `file:line:column: error: subject: message`; a warning where care is needed.
  public var description: String {
    let place = location.map { "\($0): " } ?? ""
    return "\(place)\(severity == .breaking ? "error" : "warning"): \(subject): \(message)"
  }
}

extension Schema {
  /// What became unsafe since an older version of the schema; nothing if data and programs of both go together.
  ///
  /// Safety counts, not text: types and fields may be renamed, defaults respelt, definitions moved to another place
  /// or namespace. Both directions are judged: old data read by new programs and new data read by old ones.
  ///
  /// - Complexity: linear in the sizes of both schemas, unless types of one are compared with several of the other.
  public func findings(since old: Schema) -> [EvolutionFinding] {
    var comparison = SchemaComparison(old: old, new: self)
    comparison.run()
    return comparison.findings
  }

  /// What became unsafe since an older version whose records are stored.
  ///
  /// Here names count, too, within tables, structs, enums and unions: a field that was renamed and one that was
  /// removed and replaced by another look alike. The attribute `was: "name"` says which it is.
  package func storageFindings(since old: Schema) -> [EvolutionFinding] {
    var comparison = SchemaComparison(old: old, new: self, reportsRenames: true)
    comparison.run()
    return comparison.findings
  }
}
