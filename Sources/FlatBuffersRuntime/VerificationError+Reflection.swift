extension VerificationError {
  /// The error of a verifier that goes by a schema at run time.
  package static func found(_ fault: Fault) -> VerificationError { VerificationError(fault) }

  /// The error with a step put before its path.
  package func within(_ step: String) -> VerificationError { inside(step) }
}
