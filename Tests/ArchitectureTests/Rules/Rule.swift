import Testing

/// A rule of the house, as a function of a file's text.
struct Rule: Sendable, CustomTestStringConvertible {
  /// What it says, as a sentence.
  let statement: String
  /// The files it does not hold for, as `Target/File.swift`, each with the reason.
  let exceptions: [String: String]
  /// The smallest text that breaks it, and where that would stand.
  let breach: SourceText
  /// A text like that which keeps it.
  let compliance: SourceText
  let findings: @Sendable (SourceText) -> [Finding]

  var testDescription: String { statement }

  init(
    _ statement: String, exceptions: [String: String] = [:],
    breach: (path: String, text: String), compliance: (path: String, text: String),
    findings: @escaping @Sendable (SourceText) -> [Finding]
  ) {
    self.statement = statement
    self.exceptions = exceptions
    self.breach = SourceText(path: breach.path, breach.text)
    self.compliance = SourceText(path: compliance.path, compliance.text)
    self.findings = findings
  }

  static let all = [
    documentation, fileSize, functionSize, fileNames, unsafeCode, uncheckedSendable, openTasks, reexports,
    moduleNames,
  ]
}
