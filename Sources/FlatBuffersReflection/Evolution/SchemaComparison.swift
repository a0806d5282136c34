/// Compares two versions of a schema.
///
/// Types are compared in pairs: those of the same name, and those that fields of compared types refer to. Each pair
/// is compared once, so recursive types come to an end.
struct SchemaComparison {
  let old: Schema
  let new: Schema
  private(set) var findings: [EvolutionFinding] = []
  /// The tables and structs of the new schema by name.
  let newObjects: [QualifiedName: Int]
  /// What both schemas say of their stored tables.
  let oldStorage: StorageModel
  let newStorage: StorageModel

  /// A pair of definitions, by their indexes in both schemas.
  struct Pair: Hashable {
    var old: Int
    var new: Int
  }

  private var seenObjects: Set<Pair> = []
  private var seenEnums: Set<Pair> = []
  private var openObjects: [Pair] = []
  private var openEnums: [Pair] = []

  /// Whether a new name in an old place is a finding.
  private let reportsRenames: Bool

  init(old: Schema, new: Schema, reportsRenames: Bool = false) {
    self.old = old
    self.new = new
    self.reportsRenames = reportsRenames
    newObjects = Self.indexes(of: new.objects.map(\.name))
    oldStorage = StorageModel(old)
    newStorage = StorageModel(new)
  }

  mutating func run() {
    for (index, object) in old.objects.enumerated() {
      if let other = newObjects[object.name] { compareObjects(index, other) }
    }
    let enums = Self.indexes(of: new.enums.map(\.name))
    for (index, definition) in old.enums.enumerated() {
      if let other = enums[definition.name] { compareEnums(index, other) }
    }
    compareRoots()
    compareServices()
    while !openObjects.isEmpty || !openEnums.isEmpty {
      if let pair = openObjects.popLast() { compare(pair) }
      if let pair = openEnums.popLast() { compare(old.enums[pair.old], new.enums[pair.new]) }
    }
    findings.sort {
      ($0.location?.line ?? 0, $0.location?.column ?? 0) < ($1.location?.line ?? 0, $1.location?.column ?? 0)
    }
  }

  static func indexes(of names: [QualifiedName]) -> [QualifiedName: Int] {
    Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func report(
    _ severity: EvolutionFinding.Severity, _ change: EvolutionFinding.Change, _ subject: String,
    _ message: String,
    at location: SourceLocation?
  ) {
    findings.append(
      EvolutionFinding(
        severity: severity, change: change, subject: subject, message: message, location: location))
  }

  /// Reports what has another name than before, unless the schema says what it was.
  mutating func compareNames(
    _ was: String, _ now: String, _ attributes: AttributeList, _ subject: String, at location: SourceLocation
  ) {
    guard reportsRenames, was != now else { return }
    let known = attributes.string("was")?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []
    guard !known.contains(was) else { return }
    report(
      .care, .renamed, subject,
      "stands in the place of '\(was)': if it is the same, renamed, say (was: \"\(was)\"); "
        + "if it is another, keep '\(was)' as deprecated and add it at the end", at: location)
  }

  /// Has two tables or structs compared, once.
  mutating func compareObjects(_ old: Int, _ new: Int) {
    let pair = Pair(old: old, new: new)
    if seenObjects.insert(pair).inserted { openObjects.append(pair) }
  }

  /// Has two enums or unions compared, once.
  mutating func compareEnums(_ old: Int, _ new: Int) {
    let pair = Pair(old: old, new: new)
    if seenEnums.insert(pair).inserted { openEnums.append(pair) }
  }

  // MARK: - The whole

  private mutating func compareRoots() {
    if let root = old.rootTable {
      let name = old.objects[root].name
      if let other = new.rootTable {
        // A new name for the root's type is harmless, another type is not.
        if let same = newObjects[name], same != other {
          report(
            .breaking, .rootTable, "\(new.objects[other].name)",
            "is the root now instead of '\(name)': buffers of the old root would be read as something else",
            at: new.objects[other].header.location)
        } else {
          compareObjects(root, other)
        }
      } else {
        report(
          .care, .rootTable, "\(name)", "is no longer the root: programs have to name the type of a buffer",
          at: nil)
      }
    }
    guard old.fileIdentifier != new.fileIdentifier, let was = old.fileIdentifier else {
      if old.fileIdentifier == nil, let identifier = new.fileIdentifier {
        report(
          .care, .fileIdentifier, "file_identifier",
          "'\(identifier)' is new: old buffers don't have it, and programs that ask for it refuse them",
          at: nil)
      }
      return
    }
    if let identifier = new.fileIdentifier {
      report(
        .breaking, .fileIdentifier, "file_identifier",
        "was '\(was)' and is '\(identifier)': buffers of one version are refused by the other", at: nil)
    } else {
      report(
        .care, .fileIdentifier, "file_identifier",
        "'\(was)' is gone: old programs that ask for it refuse new buffers", at: nil)
    }
  }
}
