/// What waits for peers that do not read.
extension Flood {
  static let queues = [
    Flood("messages of 15.9 MiB that do not end, after WELCOME", full: 100, brief: 40, allowance: budget) {
      port, count in
      _ = try unfinished(port, count, joining: true)
      return nil
    },
    Flood("callers that do not read 60 MiB of results each", full: 20, brief: 10, allowance: budget) {
      port, count in
      let callee = try RawPeer.joined(port, .cbor)
      _ = try callee.ask(1, WireFormat.cbor.register(1, "flood.results"))
      let result = Content.arguments(.bytes([UInt8](repeating: 7, count: 1 << 20)))
      var callers: [RawPeer] = []
      for _ in 0..<count {
        let caller = try RawPeer.joined(port, .cbor, receiveBuffer: 4096)
        callers.append(caller)
        // All at once: who does not read is not read from either, later.
        let calls = (1...60 as ClosedRange<UInt64>).flatMap {
          RawPeer.frame(WireFormat.cbor.call($0, "flood.results"))
        }
        try caller.write(calls, keepingInput: false)
        for _ in 1...60 {
          // A caller that was closed has no invocations any more.
          guard let invocation = try callee.nextAnswer(within: .seconds(2)) else { break }
          guard invocation.code == Code.invocation else { continue }
          try callee.send(WireFormat.cbor.yield(invocation.request, result))
        }
      }
      let next = try callee.ask(2, WireFormat.cbor.call(2, "flood.nothing"))
      return next.uri == "wamp.error.no_such_procedure"
        ? nil : "the callee's own call is answered with \(next)"
    },
    Flood("a callee that does not read calls of 1 MiB", full: 400, brief: 200, allowance: budget) {
      port, count in
      let callee = try RawPeer.joined(port, .cbor, receiveBuffer: 1 << 16)
      _ = try callee.ask(1, WireFormat.cbor.register(1, "flood.slow"))
      let caller = try RawPeer.joined(port, .cbor)
      let argument = Content.arguments(.bytes([UInt8](repeating: 7, count: 1 << 20)))
      for request in 1...UInt64(count) {
        try caller.send(WireFormat.cbor.call(request, "flood.slow", argument))
        // It does not read, and is alive.
        try callee.write(RawPeer.frame([], opcode: 10), keepingInput: false)
      }
      var errors: [String: Int] = [:]
      while let answer = try caller.nextAnswer(within: .seconds(1)) {
        errors[answer.uri ?? "", default: 0] += 1
      }
      guard errors.keys.allSatisfy({ $0 == "wamp.error.unavailable" }), errors.count == 1 else {
        return "the calls are answered with \(errors)"
      }
      // The callee comes back, has what was meant for it, and is there for others.
      while let invocation = try callee.nextAnswer(within: .seconds(5)) {
        try callee.send(WireFormat.cbor.yield(invocation.request))
      }
      try caller.send(WireFormat.cbor.call(1_000_000, "flood.slow"))
      let invocation = try callee.answer("INVOCATION") { $0.code == Code.invocation }
      try callee.send(WireFormat.cbor.yield(invocation.request))
      let answer = try caller.answer("RESULT") { $0.request == 1_000_000 }
      if answer.code == Code.result { return nil }
      do { _ = try callee.nextAnswer() } catch { return "afterwards the callee is \(error)" }
      return "afterwards a call is answered with \(answer)"
    },
    Flood("a subscriber that does not read events of 1 MiB", full: 400, brief: 200, allowance: budget) {
      port, count in
      let subscriber = try RawPeer.joined(port, .cbor, receiveBuffer: 4096)
      _ = try subscriber.ask(1, WireFormat.cbor.subscribe(1, "flood.events"))
      let publisher = try RawPeer.joined(port, .cbor)
      let argument = Content.arguments(.bytes([UInt8](repeating: 7, count: 1 << 20)))
      for request in 1...UInt64(count) {
        try publisher.send(WireFormat.cbor.publish(request, "flood.events", argument, acknowledge: false))
      }
      let answer = try publisher.ask(1_000_000, WireFormat.cbor.call(1_000_000, "flood.nothing"))
      return answer.uri == "wamp.error.no_such_procedure" ? nil : "the publisher is answered with \(answer)"
    },
    Flood("a client that does not read the answers to its pings", full: 200_000, brief: 50_000) {
      port, count in
      let peer = try RawPeer.joined(port, .cbor, receiveBuffer: 4096)
      let ping = RawPeer.frame([UInt8](repeating: 7, count: 125), opcode: 9)
      do {
        for _ in 0..<count / 1000 {
          try peer.write(
            Array(repeatElement(ping, count: 1000).joined()), within: .seconds(5), keepingInput: false)
        }
      } catch is RawPeer.Ending {}
      return nil
    },
  ]
}
