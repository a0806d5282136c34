extension VerificationError {
  /// The error of a verifier that goes by a schema at run time.
  package static func found(_ kind: Kind) -> VerificationError { VerificationError(kind) }
}
