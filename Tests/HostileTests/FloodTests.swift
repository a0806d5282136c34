import Programs
import Testing

extension Hostile {
  /// Attacks on the command `flatwire serve`, and what they cost it and an innocent client meanwhile.
  @Suite("A flood") struct FloodTests {
    /// How much router time may pass between a bystander's question and its answer.
    private static let patience = Duration.milliseconds(250)

    @Test("costs the router little, gives it all back, and others do not notice it", arguments: Flood.all)
    func flood(_ flood: Flood) async throws {
      let seen = try await AttackedRouter.serving { router in
        let use = ProcessUse(process: router.process)
        let ((complaint, start, after), report) = try await Bystander.with(router) {
          try await Task.sleep(for: .milliseconds(300))
          let start = use.resident
          let complaint = try await blocking { () -> String? in
            do { return try flood.attack(router.port, flood.count) } catch { return "\(error)" }
          }
          let after = use.resident
          // The attacker is gone by now.
          try await Task.sleep(for: .seconds(1))
          return (complaint, start, after)
        }
        let late = try await use.settled(below: start + 50)
        return Outcome(
          complaint: complaint, start: start, peak: use.peak, after: after, late: late, report: report)
      }
      print("| \(flood.count) \(flood) | \(seen) |")
      #expect(seen.complaint == nil)
      #expect(seen.report.loss == nil, "the bystander was harmed")
      #expect(seen.peak <= seen.start + flood.allowance, "MiB during it")
      #expect(seen.late <= seen.start + 50, "MiB 30 s later")
      #expect(seen.report.mostProcessorTime <= Self.patience, "the router's time while the bystander waited")
    }

    private struct Outcome: CustomStringConvertible {
      let complaint: String?
      let start, peak, after, late: Int
      let report: Bystander.Report

      /// The columns of the table that `Tests/HostileTests/run` prints.
      var description: String {
        """
        \(start) | \(peak) | \(after) | \(late) | \(report.slowestCall.text) | \(report.slowestPublish.text) | \
        \(report.slowestJoin.text) | \(report.mostProcessorTime.text) | \(complaint ?? report.loss ?? "")
        """
      }
    }
  }
}

extension Duration {
  /// In milliseconds.
  fileprivate var text: String { "\((self / .milliseconds(0.1)).rounded() / 10) ms" }
}
