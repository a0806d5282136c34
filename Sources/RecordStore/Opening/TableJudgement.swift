import FlatBuffersReflection
import SharedBytes

/// Whether a program's version of a table goes with those whose records are in a file.
struct TableJudgement {
  /// All versions of which there may be records from now on, in the order in which each extends the ones before.
  let versions: [CatalogVersion.Draft]
  /// Whether the schemas prove that every record can be read in place without being verified.
  let isProven: Bool

  /// - Parameter place: the file's path, for messages.
  /// - Throws: ``StoreError/Code/schemaChanged`` with all findings that are not accepted.
  init(
    _ given: GivenTable, stored: CatalogTable.Draft, accepting: Set<AcceptedChange>, _ place: String
  ) throws(StoreError) {
    guard given.entry.key.isSameKey(as: stored.key) else {
      throw StoreError(
        .schemaChanged,
        "\(place): table \(given.name): its primary key was \(stored.key.text) and is \(given.entry.key.text): "
          + "records stored before would not be found. Migrate the table, or give it another name",
        table: given.name)
    }
    let known = stored.versions.contains { $0.fingerprint == given.version.fingerprint }
    guard let schema = given.schema else {
      guard known else {
        throw StoreError(
          .schemaChanged,
          "\(place): table \(given.name) was written with another version of its schema, and the program does not "
            + "hold its own to compare. Generate the code of '\(given.version.record)' with --tables or "
            + "--embed-schema", table: given.name)
      }
      versions = stored.versions
      isProven = stored.versions.count == 1
      return
    }
    let findings = try stored.findings(for: schema, known: given.version.fingerprint, place)
    isProven = findings.allSatisfy(\.keepsLayout)
    if known {
      versions = stored.versions
      return
    }
    let refused = findings.filter {
      $0.concernsRecords && !accepting.contains(AcceptedChange($0.change, of: $0.subject))
        || !$0.isAcceptable && $0.concernsRecords
    }
    guard refused.isEmpty else { throw TableJudgement.refusal(given, refused, place) }
    var versions = stored.versions
    let newest = try versions.last?.loaded(given.name, place)
    let newestIsLater = newest?.storageFindings(since: schema).allSatisfy { !$0.concernsRecords } ?? false
    versions.insert(given.version, at: newestIsLater ? versions.count - 1 : versions.count)
    self.versions = versions
  }

  private static func refusal(
    _ given: GivenTable, _ findings: [EvolutionFinding], _ place: String
  ) -> StoreError {
    var text = "\(place): table \(given.name) was written with another version of its schema:"
    for finding in findings { text += "\n  \(finding.subject): \(finding.message)" }
    let hard = findings.filter { !$0.isAcceptable }
    if hard.isEmpty {
      let list = findings.map { ".init(.\($0.change.name), of: \"\($0.subject)\")" }
      text +=
        "\nIf that is meant, open the store once with these options:"
        + "\n  var options = Store.Options()\n  options.accepting = [\(list.joined(separator: ", "))]"
    } else {
      text +=
        "\nUndo the change (append fields at the end, or give ids; keep what is gone as deprecated), "
        + "or migrate the table"
    }
    return StoreError(.schemaChanged, text, table: given.name, findings: findings)
  }
}

extension CatalogTable.Draft {
  /// How a program's schema of the records differs from all those they were written with.
  ///
  /// - Parameter known: the schema's own fingerprint, if it is known: that version need not be read.
  func findings(
    for schema: Schema, known: UInt64? = nil, _ place: String
  ) throws(StoreError) -> [EvolutionFinding] {
    var findings: [EvolutionFinding] = []
    for version in versions where version.fingerprint != known {
      for finding in schema.storageFindings(since: try version.loaded(name, place))
      where !findings.contains(finding) {
        findings.append(finding)
      }
    }
    return findings
  }
}

extension CatalogVersion.Draft {
  /// The schema of the records.
  func loaded(_ table: String, _ place: String) throws(StoreError) -> Schema {
    guard let schema else {
      throw StoreError(
        .schemaChanged,
        "\(place): table \(table) was written by a program that left no schema of its records, which are of "
          + "another version than this program's", table: table)
    }
    do {
      return try Schema(binary: SharedBytes(schema))
    } catch {
      throw StoreError(
        .catalog, "\(place): the schema of table \(table) in the file is damaged: \(error)", table: table,
        cause: error)
    }
  }
}
