/// Before WELCOME: from anybody who can connect.
extension Flood {
  static let opening = [
    Flood("HELLO of 15 MiB in cbor", full: 15 << 20, brief: 15 << 20) { port, size in
      try refused(port, .cbor, WireFormat.cbor.hello(details: ["x", zeros(size)]))
    },
    Flood("HELLO of 15 MiB in flatbuffers", full: 15 << 20, brief: 15 << 20) { port, size in
      let format = WireFormat.flatbuffers
      // The field after the last is where options go that the schema does not know.
      let details = Item.map(["x", zeros(size)]).encoded
      return try refused(
        port, format,
        format.table(Code.hello, [2: .text(Array("realm1".utf8)), 10: .bytes(details)]))
    },
    Flood("HELLO with a million invented roles", full: 1_000_000, brief: 1_000_000) { port, count in
      var roles: [UInt8] = []
      Item.writeHead(5, UInt64(count), to: &roles)
      for role in 0..<count { roles += [0x65] + (0..<5).map { UInt8(97 + role >> ($0 * 4) & 15) } + [0xA0] }
      return try refused(
        port, .cbor, Item.list([1, "realm1", .map(["roles", .raw(roles)])]).encoded)
    },
    Flood("messages of 15.9 MiB that do not end, before HELLO", full: 100, brief: 20) { port, count in
      let peers = try unfinished(port, count, joining: false)
      // Who sent more than a HELLO can be is not waited for.
      return peers.isEmpty ? nil : "\(peers.count) of \(count) are still connected"
    },
    Flood("upgraded connections without HELLO", full: 1_000, brief: 200) { port, count in
      let peers = try (0..<count).map { _ in try RawPeer(port: port, format: .cbor) }
      let deadline = ContinuousClock.now + .seconds(15)
      let left = peers.count { !isEnded($0, by: deadline) }
      return left == 0 ? nil : "\(left) of \(count) are still connected after 15 s"
    },
  ]

  /// Connections that sent nearly all of a message.
  ///
  /// - Returns: those that were not ended.
  static func unfinished(_ port: Int, _ count: Int, joining: Bool) throws -> [RawPeer] {
    let size = 15_900_000
    let bytes = RawPeer.head(size) + [UInt8](repeating: 0, count: size - 1)
    var peers: [RawPeer] = []
    for _ in 0..<count {
      let peer = try joining ? RawPeer.joined(port, .cbor) : RawPeer(port: port, format: .cbor)
      do {
        try peer.write(bytes, within: .seconds(20))
        peers.append(peer)
      } catch is RawPeer.Ending {}
    }
    let deadline = ContinuousClock.now + .seconds(1)
    return peers.filter { !isEnded($0, by: deadline) }
  }

  private static func zeros(_ size: Int) -> Item {
    var bytes: [UInt8] = []
    Item.writeHead(4, UInt64(size), to: &bytes)
    return .raw(bytes + [UInt8](repeating: 0, count: size))
  }

  private static func refused(_ port: Int, _ format: WireFormat, _ hello: [UInt8]) throws -> String? {
    let peer = try RawPeer(port: port, format: format)
    do {
      try peer.send(hello)
      guard let answer = try peer.nextAnswer(within: .seconds(60)) else { return "it is not answered" }
      return answer.code == Code.abort ? nil : "it is answered with \(answer)"
    } catch RawPeer.Ending.closed {
      return nil
    }
  }

  private static func isEnded(_ peer: RawPeer, by deadline: ContinuousClock.Instant) -> Bool {
    do {
      while let answer = try peer.nextAnswer(within: max(deadline - .now, .zero)) {
        if answer.code == Code.abort { return true }
      }
      return false
    } catch {
      return true
    }
  }
}
