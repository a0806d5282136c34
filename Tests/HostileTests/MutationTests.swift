import Programs
import Foundation
import Testing

extension Hostile {
  /// Real frames with damage, by the ten thousand.
  @Suite("Damaged frames") struct MutationTests {
    /// When a frame comes.
    enum Phase: CaseIterable, Sendable { case opening, session }

    /// Frames for each side, format and phase.
    private static let count = Hostile.isFull ? 12_500 : 625
    /// `HOSTILE_SEED` says which damage is done; it is printed when none is given.
    private static let seed =
      ProcessInfo.processInfo.environment["HOSTILE_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...999_999)

    @Test("harm neither the router nor its other clients", arguments: WireFormat.allCases, Phase.allCases)
    func router(format: WireFormat, phase: Phase) async throws {
      print("damaged frames for the router, \(phase) in \(format): HOSTILE_SEED=\(Self.seed)")
      try await AttackedRouter.run { router in
        let use = ProcessUse(process: router.process)
        let (start, report) = try await Bystander.with(router) {
          try await Task.sleep(for: .milliseconds(300))
          let start = use.resident
          try await blocking { try Self.attack(router.port, format, phase) }
          return start
        }
        #expect(report.loss == nil)
        #expect(report.mostProcessorTime < .milliseconds(250))
        let late = try await use.settled(below: start + 50)
        #expect(late <= start + 50)
      }
    }

    @Test("harm no client, and none of its other sessions", arguments: WireFormat.allCases, Phase.allCases)
    func client(format: WireFormat, phase: Phase) async throws {
      print("damaged frames for the client, \(phase) in \(format): HOSTILE_SEED=\(Self.seed)")
      let listener = try HostileRouter()
      try await AttackedRouter.run { honest in
        _ = try await LivingProgram.run(
          LivingProgram.built("AttackedProgram"),
          [
            "client", format.rawValue, "ws://127.0.0.1:\(listener.port)/", "ws://127.0.0.1:\(honest.port)/",
          ], until: "ready"
        ) { client in
          let use = ProcessUse(process: client.process)
          let start = use.resident
          try await blocking {
            var dice = Dice(seed: Self.seed)
            var left = Self.count
            while left > 0 { left -= try listener.attack(format, phase, &dice) }
          }
          let late = try await use.settled(below: start + 50)
          #expect(late <= start + 50)
        }
      }
    }

    /// Sends the frames, some on each connection.
    private static func attack(_ port: Int, _ format: WireFormat, _ phase: Phase) throws {
      let frames = RealFrames.client(format)
      let messages = phase == .opening ? frames.opening : frames.session
      var dice = Dice(seed: seed)
      var left = count
      while left > 0 {
        let peer = try RawPeer(port: port, format: format)
        if phase == .session { try peer.join() }
        do {
          for _ in 0..<16 where left > 0 {
            left -= 1
            // Among good ones, so that there is something to be damaged.
            if dice.below(2) == 0 { try peer.send(dice.one(of: messages)) }
            try peer.write(
              Mutation.damaged(
                dice.one(of: messages), from: frames.opening + frames.session, &dice, isMasked: true))
          }
        } catch is RawPeer.Ending {
          continue
        }
        do { try peer.finish() } catch { throw RawPeer.Ending.refused("\(error), with \(left) to go") }
      }
    }
  }
}

/// A router that sends damaged frames.
private final class HostileRouter: Sendable {
  private let listener: Listener
  var port: Int { listener.port }

  init() throws { listener = try Listener() }

  /// Waits for the client's next visit.
  ///
  /// - Returns: how many damaged frames it was sent.
  func attack(_ format: WireFormat, _ phase: Hostile.MutationTests.Phase, _ dice: inout Dice) throws -> Int {
    guard let socket = try listener.accept(within: .seconds(30)) else {
      throw RawPeer.Ending.silent(waitingFor: "further visit of the client")
    }
    let peer = try RawPeer(accepted: socket, format: format)
    let frames = RealFrames.router(format)
    let all = frames.opening + frames.session
    var sent = 0
    do {
      _ = try peer.next()
      guard phase == .session else {
        for _ in 0...dice.below(3) {
          sent += 1
          try peer.write(
            Mutation.damaged(dice.one(of: frames.opening), from: all, &dice, isMasked: false))
        }
        try peer.finish()
        return sent
      }
      try peer.send(format.welcome(1))
      for message in frames.session {
        if dice.below(3) > 0 {
          try peer.send(message)
        } else {
          sent += 1
          try peer.write(Mutation.damaged(message, from: all, &dice, isMasked: false))
        }
      }
      try peer.finish()
    } catch RawPeer.Ending.closed {}
    return sent
  }
}
