@testable import WAMP

/// A realm, its clients and the links between them, in virtual time: a run is repeated from its seed.
///
/// Everything happens in one thread and in one order, which the seed decides. What must come of it the ``ShadowModel``
/// knows.
final class Simulation {
  let seed: UInt64
  private(set) var now = Duration.zero
  private(set) var random: RandomIDs
  private var agenda = Agenda()
  private var lines: [String] = []
  let shadow = ShadowModel()

  init(seed: UInt64) {
    self.seed = seed
    random = RandomIDs(seed: seed)
  }

  // MARK: - Time

  func after(_ delay: Duration, _ act: @escaping () -> Void) { agenda.note(at: now + delay, act) }

  func at(_ time: Duration, _ act: @escaping () -> Void) { agenda.note(at: max(time, now), act) }

  /// Lets everything happen that is due within `time` from now.
  func run(for time: Duration) {
    let end = now + time
    while let next = agenda.next(until: end) {
      now = next.time
      next.act()
    }
    now = end
  }

  // MARK: - Chance

  func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  func delay(_ milliseconds: ClosedRange<Int>) -> Duration {
    .microseconds(number(milliseconds.lowerBound * 1000...milliseconds.upperBound * 1000))
  }

  /// Lets something draw its own numbers.
  func draw<Drawn>(_ body: (inout RandomIDs) throws -> Drawn) rethrows -> Drawn { try body(&random) }

  func pick<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &random) }

  // MARK: - What happened

  /// Notes a line for whoever looks for the cause of a finding.
  func trace(_ line: @autoclosure () -> String) {
    if lines.count == 4000 { lines.removeFirst(2000) }
    lines.append("\(now): \(line())")
  }

  /// The last lines that name one of the given words, or all.
  func history(of words: [String] = [], limit: Int = 40) -> String {
    let matching = words.isEmpty ? lines : lines.filter { line in words.contains { line.contains($0) } }
    return matching.suffix(limit).joined(separator: "\n")
  }
}
