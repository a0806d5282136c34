internal import NIOCore
internal import WAMP
internal import WAMPObservation
internal import WAMPTransport

extension RouterReading {
  /// What the connections and the realms of a router did until now.
  init(of owners: [String: RealmOwner.Handle], _ reception: Reception) async {
    self.init()
    for tally in reception.tallies { tally.add(to: &self) }
    if let counts = reception.configuration.quota?.counts {
      (acceptedConnections, refusedConnections) = (counts.accepted, counts.refused)
    }
    let sent = reception.counters.snapshot
    uncopiedBytes = sent.payloadBytesUncopied
    for (reason, bytes) in sent.payloadBytesCopied { copiedBytes[reason.description] = bytes }
    heldBytes = reception.configuration.budget?.usedBytes ?? 0
    for (name, owner) in owners {
      // Only an event loop that was shut down answers nothing.
      let realm = try? await owner.eventLoop.submit { owner.value.realm.activity }.get()
      sessions[name] = realm?.sessions
      publishedEvents += realm?.publications ?? 0
      if let realm { payloads += realm.payloads }
    }
  }
}
