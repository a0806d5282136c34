/// What a member can make the realm remember, and what it costs others when that member leaves.
extension Flood {
  static let tables = [
    Flood("wildcard subscriptions of one session", full: 200_000, brief: 20_000) {
      port, count in
      let peer = try RawPeer.joined(port, .cbor)
      return try many(peer, count) { format, number in
        format.subscribe(number, .text(Array("flood..a\(number)..z".utf8)), match: 2)
      }
    },
    Flood("prefix subscriptions of one session", full: 200_000, brief: 20_000) {
      port, count in
      let peer = try RawPeer.joined(port, .cbor)
      return try many(peer, count) { format, number in
        format.subscribe(number, .text(Array("flood.a\(number).z".utf8)), match: 1)
      }
    },
    Flood("registrations of one session", full: 200_000, brief: 20_000) { port, count in
      let peer = try RawPeer.joined(port, .cbor)
      return try many(peer, count) { format, number in
        format.register(number, .text(Array("flood.a\(number)".utf8)))
      }
    },
    Flood("wildcard subscriptions and a topic of 1 MB", full: 1_000, brief: 1_000) { port, count in
      let peer = try RawPeer.joined(port, .cbor)
      if let complaint = try many(
        peer, count, { $0.subscribe($1, .text(Array("flood..a\($1)".utf8)), match: 2) })
      {
        return complaint
      }
      let topic = Item.text(Array(repeatElement(Array("a.".utf8), count: 500_000).joined()) + [0x61])
      let answer = try peer.ask(
        1_000_000, WireFormat.cbor.publish(1_000_000, topic, acknowledge: true), within: .seconds(120))
      return answer.code == Code.error ? nil : "the topic is answered with \(answer)"
    },
    Flood("URIs of 10 MiB", full: 8, brief: 8) { port, count in
      let peer = try RawPeer.joined(port, .cbor)
      let uri = Item.text([UInt8](repeating: 0x61, count: 10 << 20))
      for request in 1...UInt64(count) {
        let message =
          switch request % 3 {
          case 0: WireFormat.cbor.call(request, uri)
          case 1: WireFormat.cbor.subscribe(request, uri)
          default: WireFormat.cbor.register(request, uri)
          }
        let answer = try peer.ask(request, message)
        if answer.code != Code.error { return "answered with \(answer)" }
      }
      return nil
    },
    Flood("a publication that excludes more sessions than it may", full: 17_000, brief: 17_000) {
      port, count in
      let peer = try RawPeer.joined(port, .cbor)
      let answer = try peer.ask(2, publication(2, excluding: count))
      if answer.code != Code.error { return "answered with \(answer)" }
      let next = try peer.ask(3, publication(3, excluding: 1))
      return next.code == Code.published ? nil : "the next one is answered with \(next)"
    },
    Flood("a publication that excludes a million sessions", full: 1_000_000, brief: 1_000_000) {
      port, count in
      let peer = try RawPeer.joined(port, .cbor)
      _ = try peer.ask(1, WireFormat.cbor.subscribe(1, "flood.topic"))
      do {
        let answer = try peer.ask(2, publication(2, excluding: count), within: .seconds(120))
        return "answered with \(answer)"
      } catch RawPeer.Ending.refused {
        // Too much to read on for what is answered: the session ends, and is told why.
        return nil
      }
    },
    Flood("pending calls whose caller leaves", full: 300_000, brief: 30_000) { port, count in
      let callee = try RawPeer.joined(port, .cbor)
      _ = try callee.ask(1, WireFormat.cbor.register(1, "flood.pending"))
      let caller = try RawPeer.joined(port, .cbor)
      for first in stride(from: 1, through: count, by: 1000) {
        var batch: [UInt8] = []
        for request in first..<first + 1000 {
          batch += RawPeer.frame(WireFormat.cbor.call(UInt64(request), "flood.pending"))
        }
        try caller.write(batch)
        // The callee takes them, and never answers; those over a limit are answered with an ERROR.
        while try callee.next(within: .milliseconds(first + 1000 > count ? 500 : 0)) != nil {}
      }
      caller.close()
      // Whoever calls now is served.
      let peer = try RawPeer.joined(port, .cbor)
      let answer = try peer.ask(1, WireFormat.cbor.call(1, "flood.nothing"))
      return answer.uri == "wamp.error.no_such_procedure" ? nil : "a new client is answered with \(answer)"
    },
  ]

  /// A PUBLISH in CBOR that says of so many sessions that they do not get the event.
  private static func publication(_ request: UInt64, excluding count: Int) -> [UInt8] {
    var excluded: [UInt8] = []
    Item.writeHead(4, UInt64(count), to: &excluded)
    for number in 1...UInt64(count) { Item.writeHead(0, number, to: &excluded) }
    let options = Item.map(["acknowledge", true, "exclude", .raw(excluded)])
    return Item.list([16, .number(request), options, "flood.topic"]).encoded
  }

  /// Makes so many requests, each answered, be it with an ERROR; then leaves.
  private static func many(
    _ peer: RawPeer, _ count: Int, _ message: (WireFormat, UInt64) -> [UInt8]
  ) throws -> String? {
    for first in stride(from: 1, through: count, by: 1000) {
      var batch: [UInt8] = []
      for request in first..<first + 1000 { batch += RawPeer.frame(message(peer.format, UInt64(request))) }
      try peer.write(batch)
      for _ in 0..<1000 {
        guard let answer = try peer.nextAnswer(within: .seconds(60)) else {
          return "a request is not answered"
        }
        if answer.code == Code.abort { return "answered with \(answer)" }
      }
    }
    return nil
  }
}
