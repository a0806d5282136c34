internal import ArgumentParser
internal import FlatBuffersReflection

extension SchemaCompilerCommand {
  /// The file with the older version to compare with.
  var olderVersion: String? { baseline ?? conform }

  /// The schema to compare with, if there is one; reports what is wrong with it.
  func oldSchema() throws -> Schema? {
    guard let olderVersion else { return nil }
    let input = SchemaInput(path: olderVersion, includeFolders: conformIncludes + includeFolders)
    guard let schema = baseline == nil ? input?.schema() : input?.binarySchema() else { throw ExitCode(1) }
    return schema
  }

  /// Prints what became unsafe since an older schema; returns whether nothing did.
  func checkConformance(_ schema: Schema, since old: Schema) -> Bool {
    // Records of a baseline are stored: a store asks about new names, so the build tells of them.
    let findings = baseline == nil ? schema.findings(since: old) : schema.storageFindings(since: old)
    for var finding in findings {
      // Among the messages of a build, what concerns the whole schema has to name it.
      if baseline != nil, finding.location == nil {
        finding.location = SourceLocation(file: schema.mainFile, line: 0, column: 0)
      }
      printError("\(finding)\n")
    }
    if let olderVersion, olderVersion.hasSuffix(".bfbs"),
      findings.contains(where: { $0.change == .nestedType })
    {
      printError(
        "  hint: '\(olderVersion)' knows of fields that hold FlatBuffers or FlexBuffers if --bfbs-builtins was given\n"
      )
    }
    return !findings.contains { $0.severity == .breaking || conformStrict }
  }
}
