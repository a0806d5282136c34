/// A metric that routers or clients report: its name, what it is, and the dimensions that tell its values apart.
///
/// All there are stand in ``all``; the article “Metrics and traces” lists them, which a test compares.
package struct Metric: Sendable, Equatable {
  /// What the backend is told it is.
  package enum Kind: String, Sendable {
    /// Only grows; reported as what came since the last report.
    case counter
    /// What is at the moment.
    case meter
    /// Times.
    case timer
  }

  /// The name, as the backend gets it.
  package let label: String
  package let kind: Kind
  /// The names of its dimensions.
  package let dimensions: [String]
  /// What it counts, and the values of its dimensions.
  package let meaning: String

  private init(_ label: String, _ kind: Kind, _ dimensions: String..., meaning: String) {
    self.label = label
    self.kind = kind
    self.dimensions = dimensions
    self.meaning = meaning
  }

  // MARK: The router's

  package static let connections = Metric(
    "flatwire_router_connections", .counter, "outcome",
    meaning: "connections that were `accepted` or, as there were too many, `refused`")
  package static let sessions = Metric(
    "flatwire_router_sessions", .meter, "realm",
    meaning: "sessions that are open, also those whose client may come back")
  package static let messages = Metric(
    "flatwire_router_messages", .counter, "direction", "type",
    meaning: "messages that came `in` and went `out`, by type: `CALL`, `EVENT` …")
  package static let routerCalls = Metric(
    "flatwire_router_calls", .counter, "outcome",
    meaning: "calls that ended with a `result`, an `error`, `canceled` or with a `timeout`")
  package static let localCalls = Metric(
    "flatwire_router_local_call_duration", .timer, "procedure",
    meaning: "how long procedures of the router's own process took")
  package static let events = Metric(
    "flatwire_router_events", .counter, "outcome",
    meaning:
      "events that were `published`, and how often one was `delivered` to a subscriber, or `dropped` as it could not be sent"
  )
  package static let payloads = Metric(
    "flatwire_router_checked_payloads", .counter, "outcome",
    meaning: "payloads held against an inventory that were `accepted`, wrong and `logged` only, or `refused`")
  package static let sentBytes = Metric(
    "flatwire_router_sent_payload_bytes", .counter, "copied",
    meaning: "payload that was sent: `no` copy was made, or why one was, in the words of README's table")
  package static let heldBytes = Metric(
    "flatwire_router_held_bytes", .meter,
    meaning:
      "what is held for slow clients, of unfinished messages, and for handlers and authorizers, "
      + "in steps of 16 KiB for each connection")

  // MARK: The client's

  package static let clientCalls = Metric(
    "flatwire_client_call_duration", .timer, "outcome",
    meaning: "how long calls took that ended with a `result`, an `error`, `canceled` or with a `timeout`")
  package static let reconnections = Metric(
    "flatwire_client_reconnections", .counter,
    meaning: "connections that sessions got after they had lost one")
  package static let droppedEvents = Metric(
    "flatwire_client_events_dropped", .counter, meaning: "events for which streams had no room")

  package static let all = [
    connections, sessions, messages, routerCalls, localCalls, events, payloads, sentBytes, heldBytes,
    clientCalls,
    reconnections, droppedEvents,
  ]
}
