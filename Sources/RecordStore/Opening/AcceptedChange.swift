public import FlatBuffersReflection

/// A change of a schema that a program says it knows of, and that a store accepts therefore.
///
/// The refusal of a store says which one it was:
///
///     var options = Store.Options()
///     options.accepting = [.init(.renamed, of: "people.Person.nick")]
public struct AcceptedChange: Sendable, Hashable {
  /// What changed.
  public let change: EvolutionFinding.Change
  /// The field, enum or table, as the finding names it.
  public let subject: String

  /// - Parameters:
  ///   - change: what changed.
  ///   - subject: the finding's ``EvolutionFinding/subject``, such as `people.Person.nick`.
  public init(_ change: EvolutionFinding.Change, of subject: String) {
    self.change = change
    self.subject = subject
  }
}

extension EvolutionFinding {
  /// Whether a program may accept the change: no bytes are taken for others by it.
  package var isAcceptable: Bool { severity == .care || change == .fieldDefault }

  /// Whether it concerns the records of a stored table at all.
  ///
  /// Indexes are built and dropped; a record in a table needs neither root nor identifier; that a field is no
  /// longer required is minded by verifying.
  package var concernsRecords: Bool {
    switch change {
    case .storage, .fileIdentifier, .service: false
    // The root is the type of the table's records.
    case .rootTable: severity == .breaking
    case .fieldRequired: severity == .breaking
    default: true
    }
  }

  /// Whether records of one version are safe to read in place by code of the other without being verified.
  var keepsLayout: Bool {
    switch change {
    case .fieldRemoved, .fieldDefault, .renamed, .hash, .storage, .fileIdentifier, .service: true
    case .key, .enumMember, .unionMember, .rootTable: severity == .care
    default: false
    }
  }
}
