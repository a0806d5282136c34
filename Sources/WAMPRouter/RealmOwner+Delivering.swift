internal import Logging
internal import WAMP

// Events for subscribers.
extension RealmOwner {
  /// Serialises an event once per format and hands it to each loop once for all of its receivers.
  func deliver(_ event: Message.Event, to receivers: [Receivers]) {
    var encoded: [(format: SerializerKind, message: EncodedMessage)] = []
    let name = realm.name
    for group in receivers {
      let (format, sessions) = (group.outlet.format, group.sessions)
      do {
        let known = encoded.first { $0.format == format }?.message
        let message = try known ?? format.encode(.event(event))
        if known == nil { encoded.append((format, message)) }
        loops[group.outlet.loop].perform { loop in
          guard let replica = loop.replicas[name] else { return }
          loop.tally.deliver(to: sessions.count)
          var kept: EncodedMessage?
          for session in sessions {
            replica.connection(of: session)?.deliver(message, of: event, keeping: &kept)
          }
        }
      } catch {
        // What the format has no word for: its subscribers do not get the event.
        loops[group.outlet.loop].perform { loop in
          loop.tally.lose(sessions.count)
          guard let replica = loop.replicas[name] else { return }
          for session in sessions { replica.connection(of: session)?.lost(event) }
        }
        logger.debug("event not sent", metadata: ["format": "\(format)", "error": "\(error)"])
      }
    }
  }
}
