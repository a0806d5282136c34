/// Something that happened to a realm, as it is told to whoever subscribed to that.
///
/// The broker and the dealer note what happens in the order of the specification; the realm publishes it when it has
/// answered the request that caused it.
struct MetaEvent: Sendable {
  let topic: String
  /// Made only if anybody subscribed.
  let arguments: @Sendable () -> [Value]

  init(_ topic: MetaTopic, _ arguments: @autoclosure @escaping @Sendable () -> [Value]) {
    self.topic = topic.rawValue
    self.arguments = arguments
  }
}

/// The topics of what a realm tells of itself.
enum MetaTopic: String, CaseIterable {
  case joined = "wamp.session.on_join"
  case left = "wamp.session.on_leave"
  case subscriptionCreated = "wamp.subscription.on_create"
  case subscribed = "wamp.subscription.on_subscribe"
  case unsubscribed = "wamp.subscription.on_unsubscribe"
  case subscriptionDeleted = "wamp.subscription.on_delete"
  case registrationCreated = "wamp.registration.on_create"
  case registered = "wamp.registration.on_register"
  case unregistered = "wamp.registration.on_unregister"
  case registrationDeleted = "wamp.registration.on_delete"

  /// What the arguments of its events are called.
  var parameters: [String] {
    switch self {
    case .joined: ["details"]
    case .left: ["session", "authid", "authrole"]
    case .subscriptionCreated: ["session", "subscription_details"]
    case .subscribed, .unsubscribed, .subscriptionDeleted: ["session", "subscription"]
    case .registrationCreated: ["session", "registration_details"]
    case .registered, .unregistered, .registrationDeleted: ["session", "registration"]
    }
  }
}
