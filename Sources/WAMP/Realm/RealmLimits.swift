/// How much one session may ask of a realm. Each limit is answered with an ERROR; the session goes on.
package struct RealmLimits: Sendable, Equatable {
  /// The longest URI or pattern, in bytes.
  package var uriLength = 1024
  /// The most subscriptions of one session.
  package var subscriptions = 10_000
  /// The most registrations of one session.
  package var registrations = 10_000
  /// The most callees that share one registration.
  package var callees = 1_000
  /// The most calls of one session that wait for an answer.
  package var pendingCalls = 10_000
  /// The most invocations that one callee has not answered yet.
  package var pendingInvocations = 10_000
  /// The most entries of all lists of one PUBLISH that choose its receivers.
  package var audienceLength = 1_000
  /// The most events that wait in the realm because one is on its way to very many subscribers.
  package var waitingPublications = 1_000
  /// The most bytes that these take; the one that exceeds it is the last.
  package var waitingBytes = 64 << 20
  /// The most events that the topics of the realm keep for later subscribers.
  package var retainedEvents = 10_000
  /// The most bytes that these take.
  package var retainedBytes = 64 << 20
  /// The most testaments of one session.
  package var testaments = 100
  /// The most bytes that these take.
  package var testamentBytes = 256 << 10
  /// The most requests of one session that wait for an authorizer.
  package var waitingRequests = 1_000
  /// The most bytes that these take; the one that exceeds it is the last.
  package var waitingRequestBytes = 16 << 20
  /// The most identifiers in one answer of a meta procedure.
  package var listedIDs = 15_000
  /// The most procedures of a realm that lists them: their names are put in order.
  package var listedURIs = 5_000

  package init() {}
}
