internal import FlatBuffersRuntime

// How the enums of the schema are spelt elsewhere in WAMP.

extension FlatEnum {
  /// The member of a name in lower case; `nil` if there is none.
  init?(name: String) {
    guard let member = Self.names.first(where: { $0.name.lowercased() == name }) else { return nil }
    self.init(rawValue: member.value)
  }

  /// The name in lower case; `nil` if the schema has none for the value.
  var wampName: String? {
    Self.names.first { $0.value == rawValue }?.name.lowercased()
  }
}

extension WireAuthMethod {
  private static let spellings: [(method: WireAuthMethod, name: String)] = [
    (.null, "anonymous"), (.ticket, "ticket"), (.cra, "wampcra"), (.scram, "wamp-scram"),
    (.cryptosign, "cryptosign"),
  ]

  /// The method of a name in HELLO, WELCOME or CHALLENGE.
  init?(authmethod: String) {
    guard let entry = Self.spellings.first(where: { $0.name == authmethod }) else { return nil }
    self = entry.method
  }

  var authmethod: String? { Self.spellings.first { $0.method == self }?.name }
}

/// The features of a role, in the order of the schema's fields.
enum WireFeatures {
  static let publisher = [
    "publisher_identification", "publisher_exclusion", "subscriber_blackwhite_listing",
    "acknowledge_event_received", "payload_transparency", "payload_encryption_cryptobox",
  ]
  static let subscriber = [
    "publisher_identification", "pattern_based_subscription", "publication_trustlevels",
    "subscription_revocation", "event_history", "acknowledge_subscriber_received", "payload_transparency",
    "payload_encryption_cryptobox",
  ]
  static let caller = [
    "caller_identification", "call_timeout", "call_canceling", "progressive_call_results",
    "payload_transparency", "payload_encryption_cryptobox",
  ]
  static let callee = [
    "caller_identification", "call_trustlevels", "call_timeout", "call_canceling",
    "progressive_call_results", "registration_revocation", "pattern_based_registration",
    "shared_registration", "payload_transparency", "payload_encryption_cryptobox",
  ]
  static let broker = [
    "publisher_identification", "publisher_exclusion", "subscriber_blackwhite_listing",
    "pattern_based_subscription", "publication_trustlevels", "subscription_revocation", "session_meta_api",
    "subscription_meta_api", "event_retention", "event_history", "acknowledge_event_received",
    "acknowledge_subscriber_received", "payload_transparency", "payload_encryption_cryptobox",
  ]
  static let dealer = [
    "caller_identification", "call_trustlevels", "call_timeout", "call_canceling",
    "progressive_call_results", "registration_revocation", "pattern_based_registration",
    "shared_registration", "session_meta_api", "registration_meta_api", "testament_meta_api",
    "payload_transparency", "payload_encryption_cryptobox",
  ]

  /// The roles of a client, in the order of `WireClientRoles`.
  static let client: [(Role, [String])] = [
    (.publisher, publisher), (.subscriber, subscriber), (.caller, caller), (.callee, callee),
  ]
  /// The roles of a router, in the order of `WireRouterRoles`.
  static let router: [(Role, [String])] = [(.broker, broker), (.dealer, dealer)]

  /// Writes roles as tables of booleans.
  static func write(_ roles: Roles, as layout: [(Role, [String])], to builder: inout Builder) -> TableOffset {
    let tables = layout.map { role, names -> TableOffset? in
      guard let features = roles.features[role] else { return nil }
      builder.startTable()
      for (field, name) in names.enumerated() {
        builder.add(features.contains(Feature(rawValue: name)), EnvelopeWriter.slot(field), default: false)
      }
      return builder.endTable()
    }
    builder.startTable()
    for (field, table) in tables.enumerated() { builder.add(offset: table, EnvelopeWriter.slot(field)) }
    return builder.endTable()
  }
}
