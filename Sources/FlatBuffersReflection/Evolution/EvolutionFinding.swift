/// A difference between two versions of a schema that matters to data or to programs.
public struct EvolutionFinding: Sendable, Equatable {
  /// What the difference does.
  public enum Severity: String, Sendable {
    /// Data of one version is misread or refused by programs of the other.
    case breaking
    /// Safe only under a condition that the schemas cannot tell.
    case care
  }

  /// What differs.
  public enum Change: String, Sendable {
    case kind, fieldRemoved, fieldMoved, fieldAdded, fieldType, fieldDefault, fieldRequired, fieldRevived, key
    case nestedType, structLayout, enumMember, unionMember, underlyingType, rootTable, fileIdentifier, service
    case storage, hash, renamed
  }

  public var severity: Severity
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
