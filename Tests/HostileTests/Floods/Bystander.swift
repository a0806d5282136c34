import Programs
import Foundation
import Synchronization

/// An innocent client of the router that is attacked: calls, publishes and joins, and notes how long each takes.
final class Bystander: Sendable {
  struct Report: Sendable {
    fileprivate(set) var rounds = 0
    fileprivate(set) var slowestCall = Duration.zero
    fileprivate(set) var slowestPublish = Duration.zero
    fileprivate(set) var slowestJoin = Duration.zero
    /// The most processor time that the router took while the bystander waited for one answer: what other programs of
    /// the machine do does not show in it.
    fileprivate(set) var mostProcessorTime = Duration.zero
    /// What happened to it, if it was harmed.
    fileprivate(set) var loss: String?
  }

  private let router: AttackedRouter
  private let isStopped = Atomic(false)

  private init(_ router: AttackedRouter) { self.router = router }

  /// Has a bystander while `body` runs.
  static func with<R: Sendable>(
    _ router: AttackedRouter, _ body: @Sendable () async throws -> R
  ) async throws -> (result: R, report: Report) {
    let bystander = Bystander(router)
    async let report = blocking { bystander.watch() }
    let result: Result<R, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    bystander.isStopped.store(true, ordering: .relaxed)
    return (try result.get(), try await report)
  }

  private func watch() -> Report {
    var report = Report()
    do {
      let peer = try RawPeer.joined(router.port, .cbor)
      var request: UInt64 = 0
      while !isStopped.load(ordering: .relaxed) {
        try measure(&report, \.slowestCall) {
          request += 1
          let message = WireFormat.cbor.call(request, "bystander.nothing")
          try expect(
            "wamp.error.no_such_procedure", try peer.ask(request, message, within: .seconds(120)).uri)
        }
        try measure(&report, \.slowestPublish) {
          request += 1
          let message = WireFormat.cbor.publish(request, "bystander.topic", acknowledge: true)
          try expect(nil, try peer.ask(request, message, within: .seconds(120)).uri)
        }
        if report.rounds % 8 == 0 {
          try measure(&report, \.slowestJoin) { try RawPeer.joined(router.port, .flatbuffers).close() }
        }
        report.rounds += 1
        Thread.sleep(forTimeInterval: 0.01)
      }
    } catch {
      report.loss = "\(error)"
    }
    return report
  }

  private func measure(
    _ report: inout Report, _ slowest: WritableKeyPath<Report, Duration>, _ body: () throws -> Void
  ) throws {
    let use = ProcessUse(process: router.process)
    let before = use.processorTime
    let duration = try ContinuousClock().measure(body)
    report[keyPath: slowest] = max(report[keyPath: slowest], duration)
    report.mostProcessorTime = max(report.mostProcessorTime, use.processorTime - before)
  }

  private func expect(_ uri: String?, _ seen: String?) throws {
    guard uri == seen else { throw RawPeer.Ending.refused("answered with \(seen ?? "no error")") }
  }
}
