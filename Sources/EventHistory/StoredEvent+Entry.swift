internal import FlatBuffersRuntime
internal import SharedBytes
internal import WAMP

extension StoredEvent {
  /// Whether a caller was among those whom the event was for.
  func isFor(_ caller: Caller) -> Bool {
    if let names = excludeAuthid, names.array.contains(caller.authID) { return false }
    if let names = excludeAuthrole, names.array.contains(caller.authRole) { return false }
    if let names = eligibleAuthid, !names.array.contains(caller.authID) { return false }
    if let names = eligibleAuthrole, !names.array.contains(caller.authRole) { return false }
    return true
  }

  /// How many bytes it takes in an answer, about.
  var size: Int { 256 + payload.count + topic.utf8.count + (details?.count ?? 0) }

  /// Whether the payload's bytes are what a caller gets that asks for records.
  var carriesRecord: Bool {
    let kind = StoredPayload.Kind(rawValue: payloadKind)
    guard kind != .arguments else { return false }
    return storedPayload(SharedBytes()).payload?.record != nil
  }

  /// The event as callers get it.
  ///
  /// - Parameter withPayload: whether its payload's bytes are copied into it.
  func entry(withPayload: Bool) -> HistoryEntry {
    var others = Options()
    if let details {
      others = Options(stored: SharedBytes(copying: details.bytes), encoding: detailsEncoding) ?? Options()
    }
    let publisher = publisher.map {
      KeptEvent.Publisher(
        session: SessionID($0), authID: publisherAuthid.text, authRole: publisherAuthrole.text)
    }
    return HistoryEntry(
      subscription: SubscriptionID(topicId), publication: PublicationID(publication),
      time: Timestamp(milliseconds: time), topic: topic.description, publisher: publisher,
      trustLevel: trustLevel, details: others,
      payload: storedPayload(withPayload ? SharedBytes(copying: payload.bytes) : SharedBytes()))
  }

  private func storedPayload(_ bytes: SharedBytes) -> StoredPayload {
    var stored = StoredPayload(kind: StoredPayload.Kind(rawValue: payloadKind) ?? .none, bytes: bytes)
    stored.encoding = encoding
    stored.listLength = Int(listLength)
    stored.keywordsStart = Int(keywordsStart)
    stored.scheme = scheme.text
    stored.serializer = serializer.text
    stored.cipher = cipher.text
    stored.keyID = keyId.text
    return stored
  }
}

extension Optional where Wrapped == StringView, Wrapped: ~Escapable {
  fileprivate var text: String? {
    switch self {
    case .none: nil
    case .some(let view): view.description
    }
  }
}
