import Testing

extension Hostile {
  /// A callee whose callers cancel, hang up and leave in the middle of calls.
  @Suite("A callee") struct CancellingTests {
    /// How the caller ends a call that runs.
    enum Way: CaseIterable, Sendable {
      case cancelled, cancelledWithSkip, cancelledWithKill, cancelledWithKillNoWait, callerKilled, callerLeft

      var mode: CancelMode? {
        switch self {
        case .cancelledWithSkip: .skip
        case .cancelledWithKill: .kill
        case .cancelledWithKillNoWait: .killnowait
        case .cancelled, .callerKilled, .callerLeft: nil
        }
      }
    }

    struct Row: Sendable, CustomStringConvertible {
      let way: Way
      let isProgressive: Bool
      let format: WireFormat
      var description: String { "\(way)\(isProgressive ? " during progress" : "") over \(format)" }
    }

    @Test("survives every way of ending a call, ten times each, or a hundred in full", arguments: Victim.all)
    func survives(victim: Victim) async throws {
      let rounds = Hostile.isFull ? 100 : 10
      let rows = Way.allCases.flatMap { way in
        [false, true].flatMap { isProgressive in
          WireFormat.allCases.map { Row(way: way, isProgressive: isProgressive, format: $0) }
        }
      }
      let complaints = try await victim.attack(rows) { row, port, _ in
        try Self.end(rounds, row.way, isProgressive: row.isProgressive, port, row.format)
        return nil
      }
      for complaint in complaints { Issue.record("\(complaint)") }
    }

    private static func end(
      _ rounds: Int, _ way: Way, isProgressive: Bool, _ port: Int, _ format: WireFormat
    ) throws {
      var caller = try RawPeer.joined(port, format)
      for round in 1...UInt64(rounds) {
        let procedure: Item = isProgressive ? "victim.progress" : "victim.slow"
        try caller.send(format.call(round, procedure, progress: isProgressive))
        if isProgressive {
          // What is not announced to be possible does not come, and the call is ended all the same.
          _ = try caller.nextAnswer(within: .milliseconds(50))
        }
        switch way {
        case .callerKilled:
          caller.reset()
          caller = try RawPeer.joined(port, format)
        case .callerLeft:
          try caller.send(format.goodbye())
          _ = try caller.answer("GOODBYE") { $0.code == Code.goodbye }
          caller = try RawPeer.joined(port, format)
        case .cancelled, .cancelledWithSkip, .cancelledWithKill, .cancelledWithKillNoWait:
          let answer = try caller.ask(round, format.cancel(round, mode: way.mode), within: .seconds(10))
          guard answer.code == Code.error else { throw RawPeer.Ending.refused("\(answer)") }
        }
      }
    }
  }
}
