// How a client reads what `wamp.subscription.get_events` answers.

extension Message.Event {
  /// The event of a history that a map tells of; its time is the detail `timestamp`.
  ///
  /// - Parameter record: the payload of the result that has the map in its details; `nil` if the map says the payload.
  /// - Returns: `nil` if the map tells of no event.
  package init?(historyEntry entries: [String: Value], record: Payload? = nil) {
    guard let subscription = entries["subscription"]?.unsignedValue,
      let publication = entries["publication"]?.unsignedValue
    else { return nil }
    self.init(subscription: SubscriptionID(subscription), publication: PublicationID(publication))
    var details = entries["details"]?.mapValue ?? [:]
    details["timestamp"] = entries["timestamp"]
    topic = details.removeValue(forKey: "topic")?.stringValue
    publisher = details.removeValue(forKey: "publisher")?.unsignedValue.map { SessionID($0) }
    publisherAuthID = details.removeValue(forKey: "publisher_authid")?.stringValue
    publisherAuthRole = details.removeValue(forKey: "publisher_authrole")?.stringValue
    trustLevel = details.removeValue(forKey: "trustlevel")?.unsignedValue
    payload =
      record
      ?? Payload(
        arguments: entries["args"]?.listValue ?? [], keywords: entries["kwargs"]?.mapValue ?? [:])
    if let passthru = PassthruPayload(taking: &details, of: payload) {
      payload = .passthru(passthru)
    } else if let record = record?.record {
      // It was published as an argument.
      payload = .binaryArgument(record.bytes)
    }
    self.details = Options(details)
  }
}

extension PassthruPayload {
  /// - Returns: `nil` if the details say nothing of opaque bytes, or the payload has none.
  fileprivate init?(taking details: inout [String: Value], of payload: Payload) {
    func take(_ key: String) -> String? { details.removeValue(forKey: key)?.stringValue }
    let specified = (take("ppt_scheme"), take("ppt_serializer"), take("ppt_cipher"), take("ppt_keyid"))
    let older = (take("enc_algo"), take("enc_serializer"), take("enc_key"))
    guard let bytes = payload.record?.bytes else { return nil }
    if specified.0 != nil || specified.1 != nil {
      self.init(
        bytes, scheme: specified.0, serializer: specified.1, cipher: specified.2, keyID: specified.3)
    } else if older.0 != nil || older.1 != nil {
      self.init(bytes, scheme: older.0, serializer: older.1, keyID: older.2, style: .transparency)
    } else {
      return nil
    }
  }
}
