// What is kept of what a peer announces: names that the specification or a peer in use has.

extension Role {
  private static let known: Set<Role> = [.publisher, .subscriber, .caller, .callee, .broker, .dealer]

  /// - Returns: `nil` for a role that is not known.
  init?(known name: String) {
    self.init(rawValue: name)
    guard Self.known.contains(self) else { return nil }
  }
}

extension Feature {
  private static let known: Set<String> = [
    "acknowledge_event_received", "acknowledge_subscriber_received", "call_canceling", "call_reroute",
    "call_timeout", "call_trustlevels", "caller_identification", "event_history", "event_retention",
    "pattern_based_registration", "pattern_based_subscription", "payload_encryption_cryptobox",
    "payload_passthru_mode", "payload_transparency", "procedure_reflection", "progressive_call_invocations",
    "progressive_call_results", "publication_trustlevels", "publisher_exclusion", "publisher_identification",
    "reflection", "registration_meta_api", "registration_revocation", "session_meta_api",
    "sharded_registration",
    "sharded_subscription", "shared_registration", "subscriber_blackwhite_listing", "subscription_meta_api",
    "subscription_revocation", "testament_meta_api", "topic_reflection",
  ]

  /// - Returns: `nil` for a feature that is not known.
  init?(known name: String) {
    guard Self.known.contains(name) else { return nil }
    self.init(rawValue: name)
  }
}
