internal import FlatBuffersReflection

extension SchemaCompilerCommand {
  /// Prints what became unsafe since an older schema; returns whether nothing did.
  func checkConformance(_ schema: Schema, since old: Schema) -> Bool {
    let findings = schema.findings(since: old)
    for finding in findings { printError("\(finding)\n") }
    if let conform, conform.hasSuffix(".bfbs"), findings.contains(where: { $0.change == .nestedType }) {
      printError(
        "  hint: '\(conform)' knows of fields that hold FlatBuffers or FlexBuffers if --bfbs-builtins was given\n"
      )
    }
    return !findings.contains { $0.severity == .breaking || conformStrict }
  }
}
