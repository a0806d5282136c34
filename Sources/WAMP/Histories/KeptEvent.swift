/// An event that histories keep, as it was published.
package struct KeptEvent: Sendable, Equatable {
  /// Who published it, if that is disclosed.
  package struct Publisher: Sendable, Equatable {
    package let session: SessionID
    package let authID: String?
    package let authRole: String?

    package init(session: SessionID, authID: String?, authRole: String?) {
      self.session = session
      self.authID = authID
      self.authRole = authRole
    }
  }

  package let publication: PublicationID
  package let time: Timestamp
  package let topic: String
  package let payload: Payload
  package let publisher: Publisher?
  package let trustLevel: UInt64?
  /// What the router said of an event of its own.
  package let details: Options
  /// Whom it was for. Has no sessions: these are gone when it is read.
  package let audience: Audience
  /// The histories that keep it.
  package let histories: [SubscriptionID]

  package init(
    publication: PublicationID, time: Timestamp, topic: String, payload: Payload,
    publisher: Publisher? = nil, trustLevel: UInt64? = nil, details: Options = Options(),
    audience: Audience = Audience(), histories: [SubscriptionID]
  ) {
    self.publication = publication
    self.time = time
    self.topic = topic
    self.payload = payload
    self.publisher = publisher
    self.trustLevel = trustLevel
    self.details = details
    self.audience = audience
    self.histories = histories
  }
}
