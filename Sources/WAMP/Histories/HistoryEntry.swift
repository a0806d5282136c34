/// An event of a history as a caller of `wamp.subscription.get_events` gets it.
///
/// In plain arguments it is a map in the specification's shape. Of an event that is given as the record itself the same map,
/// without the payload, stands in the detail ``detail`` of RESULT.
package struct HistoryEntry: Sendable, Equatable {
  package let subscription: SubscriptionID
  package let publication: PublicationID
  package let time: Timestamp
  package let topic: String
  package let publisher: KeptEvent.Publisher?
  package let trustLevel: UInt64?
  /// What the router said of an event of its own.
  package let details: Options
  package let payload: StoredPayload

  package static let detail = "x_flatwire_event"

  /// What an event's details say in the place of a payload that the caller can't be given.
  package static let omitted = "x_flatwire_omitted"

  package init(
    subscription: SubscriptionID, publication: PublicationID, time: Timestamp, topic: String,
    publisher: KeptEvent.Publisher?, trustLevel: UInt64?, details: Options, payload: StoredPayload
  ) {
    self.subscription = subscription
    self.publication = publication
    self.time = time
    self.topic = topic
    self.publisher = publisher
    self.trustLevel = trustLevel
    self.details = details
    self.payload = payload
  }

  /// The details of a RESULT whose payload is the event's.
  package var resultDetails: Options { [Self.detail: .map(head)] }

  /// The map that is the event.
  ///
  /// - Parameter isSayable: whether the caller's format has words for a map.
  package func value(where isSayable: (Value) -> Bool) -> Value {
    do throws(WAMPError) {
      guard let payload = payload.payload else {
        return valueWithoutPayload(because: "what is stored is no payload")
      }
      let (list, keywords) = try payload.arguments()
      var entries = head
      if !list.isEmpty { entries["args"] = .list(list) }
      if !keywords.isEmpty { entries["kwargs"] = .map(keywords) }
      let value = Value.map(entries)
      return isSayable(value)
        ? value : valueWithoutPayload(because: "the caller's format has no word for a part of it")
    } catch {
      return valueWithoutPayload(because: error.message)
    }
  }

  /// The event with the reason why its payload is left out: it is not to keep the caller from all later ones.
  package func valueWithoutPayload(because reason: String) -> Value {
    var entries = head
    var details = entries["details"]?.mapValue ?? [:]
    details[Self.omitted] = .string(reason)
    entries["details"] = .map(details)
    return .map(entries)
  }

  /// All but the payload.
  private var head: [String: Value] {
    var details = (try? details.values()) ?? [:]
    details["topic"] = .string(topic)
    if let publisher {
      details["publisher"] = Value(publisher.session.rawValue)
      if let authID = publisher.authID { details["publisher_authid"] = .string(authID) }
      if let authRole = publisher.authRole { details["publisher_authrole"] = .string(authRole) }
    }
    if let trustLevel { details["trustlevel"] = Value(trustLevel) }
    for (key, value) in attributes { details[key] = .string(value) }
    return [
      "timestamp": .string("\(time)"), "subscription": Value(subscription.rawValue),
      "publication": Value(publication.rawValue), "details": .map(details),
    ]
  }

  /// What says of opaque bytes what they are, as EVENT would.
  private var attributes: [String: String] {
    let values: [String: String?]
    switch payload.kind {
    case .none, .arguments, .binaryArgument: return [:]
    case .passthru:
      values = [
        "ppt_scheme": payload.scheme, "ppt_serializer": payload.serializer, "ppt_cipher": payload.cipher,
        "ppt_keyid": payload.keyID,
      ]
    case .transparency:
      values = [
        "enc_algo": payload.scheme, "enc_serializer": payload.serializer, "enc_key": payload.keyID,
      ]
    }
    return values.compactMapValues { $0 }
  }
}
