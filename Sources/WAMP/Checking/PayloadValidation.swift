/// What a router does with payloads that are not what its inventory of schemas says.
public enum PayloadValidation: String, Sendable, CaseIterable {
  /// No payload is looked at.
  case off
  /// They pass; each is counted, and told in the log.
  case log
  /// They are refused with `wamp.error.invalid_payload` and the path to what is wrong, counted, and told in the log.
  case refuse
}
