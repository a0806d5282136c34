/// The roles a peer plays and the advanced features it announces for each.
public struct Roles: Sendable, Equatable {
  /// The announced features by role; a role without features is present with an empty set.
  public var features: [Role: Set<Feature>]

  public init(_ features: [Role: Set<Feature>] = [:]) { self.features = features }

  /// Whether the peer plays a role, with whatever features.
  public func contains(_ role: Role) -> Bool { features[role] != nil }

  /// Whether the peer announced `feature` for `role`.
  public func supports(_ feature: Feature, as role: Role) -> Bool {
    features[role]?.contains(feature) ?? false
  }
}

extension Roles {
  /// Who plays the roles.
  enum Side: Sendable {
    case client, router
  }
}

/// A part that a peer can play in a session.
public struct Role: RawRepresentable, Hashable, Sendable {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Publishes events.
  public static let publisher = Role(rawValue: "publisher")
  /// Subscribes to topics.
  public static let subscriber = Role(rawValue: "subscriber")
  /// Calls procedures.
  public static let caller = Role(rawValue: "caller")
  /// Offers procedures.
  public static let callee = Role(rawValue: "callee")
  /// Routes events.
  public static let broker = Role(rawValue: "broker")
  /// Routes calls.
  public static let dealer = Role(rawValue: "dealer")
}

/// An advanced feature, by the name it is announced with.
public struct Feature: RawRepresentable, Hashable, Sendable {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Payloads that routers pass on unread, as the specification spells them.
  public static let payloadPassthru = Feature(rawValue: "payload_passthru_mode")
  /// The older name and form of payload passthru, spoken by Autobahn and Crossbar.io.
  public static let payloadTransparency = Feature(rawValue: "payload_transparency")
  /// Results in parts.
  public static let progressiveCallResults = Feature(rawValue: "progressive_call_results")
  /// Calls can be cancelled, and callees are interrupted.
  public static let callCanceling = Feature(rawValue: "call_canceling")
  /// Calls can be given a time limit.
  public static let callTimeout = Feature(rawValue: "call_timeout")
  /// Calls in parts.
  public static let progressiveCallInvocations = Feature(rawValue: "progressive_call_invocations")
  /// Registrations of prefixes and wildcards.
  public static let patternBasedRegistration = Feature(rawValue: "pattern_based_registration")
  /// Several callees for one registration.
  public static let sharedRegistration = Feature(rawValue: "shared_registration")
  /// What is registered can be asked for, and followed.
  public static let registrationMetaAPI = Feature(rawValue: "registration_meta_api")
  /// Callees are told of registrations that the router ended.
  public static let registrationRevocation = Feature(rawValue: "registration_revocation")
  /// Callees are told how far callers are trusted.
  public static let callTrustLevels = Feature(rawValue: "call_trustlevels")
  /// Callees can be told who calls.
  public static let callerIdentification = Feature(rawValue: "caller_identification")
  /// Subscribers are told how far publishers are trusted.
  public static let publicationTrustLevels = Feature(rawValue: "publication_trustlevels")
  /// The router publishes what sessions left to be published when they are gone.
  public static let testamentMetaAPI = Feature(rawValue: "testament_meta_api")
  /// Subscribers can be told who published.
  public static let publisherIdentification = Feature(rawValue: "publisher_identification")
  /// Publishers can ask for their own events.
  public static let publisherExclusion = Feature(rawValue: "publisher_exclusion")
  /// Publishers can choose who gets an event.
  public static let subscriberBlackWhiteListing = Feature(rawValue: "subscriber_blackwhite_listing")
  /// Subscriptions to prefixes and wildcards.
  public static let patternBasedSubscription = Feature(rawValue: "pattern_based_subscription")
  /// Subscribers can be told that a subscription was taken from them.
  public static let subscriptionRevocation = Feature(rawValue: "subscription_revocation")
  /// Topics keep their last event for who subscribes later.
  public static let eventRetention = Feature(rawValue: "event_retention")
  /// The router keeps events, and gives them to who asks for them later.
  public static let eventHistory = Feature(rawValue: "event_history")
  /// The router tells of subscriptions.
  public static let subscriptionMetaAPI = Feature(rawValue: "subscription_meta_api")
  /// The router tells what its procedures and topics are.
  public static let reflection = Feature(rawValue: "reflection")
  /// The router tells of its sessions.
  public static let sessionMetaAPI = Feature(rawValue: "session_meta_api")
}

extension Roles {
  /// What the client of this package does.
  public static let client = Roles([
    .publisher: [.payloadPassthru, .payloadTransparency, .publisherExclusion, .publisherIdentification],
    .subscriber: [
      .payloadPassthru, .payloadTransparency, .publisherIdentification, .patternBasedSubscription,
      .subscriptionRevocation, .publicationTrustLevels,
    ],
    .caller: [
      .payloadPassthru, .payloadTransparency, .callCanceling, .callerIdentification,
      .progressiveCallInvocations, .progressiveCallResults,
    ],
    .callee: [
      .payloadPassthru, .payloadTransparency, .callCanceling, .callTrustLevels, .callerIdentification,
      .patternBasedRegistration, .progressiveCallInvocations, .progressiveCallResults,
      .registrationRevocation, .sharedRegistration,
    ],
  ])

  /// What the router of this package does.
  public static let router = Roles([
    .broker: [
      .payloadPassthru, .payloadTransparency, .publisherExclusion, .publisherIdentification,
      .subscriberBlackWhiteListing, .patternBasedSubscription, .sessionMetaAPI, .subscriptionMetaAPI,
      .eventRetention, .subscriptionRevocation, .publicationTrustLevels, .reflection,
    ],
    .dealer: [
      .payloadPassthru, .payloadTransparency, .callCanceling, .callTimeout, .callTrustLevels,
      .callerIdentification, .patternBasedRegistration, .progressiveCallInvocations, .progressiveCallResults,
      .registrationMetaAPI, .registrationRevocation, .sessionMetaAPI, .sharedRegistration, .testamentMetaAPI,
      .reflection,
    ],
  ])

  /// What it does in a realm of which events are kept.
  package static let routerWithHistory: Roles = {
    var roles = router
    roles.features[.broker]?.insert(.eventHistory)
    return roles
  }()
}
