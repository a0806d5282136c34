@testable import WAMP

/// What must come of a run: how each call ended, who must have received what, what must be left.
///
/// Clients report what they do and what they are told; nothing here knows how a router works.
final class ShadowModel {
  private(set) var findings: [String] = []
  var calls: [CallRecord] = []
  var publications: [PublicationRecord] = []
  var subscriptions: [SubscriptionRecord] = []
  /// All rules, and from when they counted.
  var rules: [(start: Duration, rules: Rules)] = []
  /// Clients whose directory failed.
  var excused: Set<String> = []
  /// What was registered without its callee getting to know.
  private var unlearned: [Offer] = []

  struct CallRecord {
    let caller: String
    let persona: Persona
    let procedure: String
    let sent: Duration
    let wantsProgress: Bool
    /// Whether it may take only some time.
    let isTimed: Bool
    /// Who was given it.
    var callee: String?
    var isCancelled = false
    /// The callee is not told if its caller only loses interest.
    var isSkipped = false
    var progress = 0
    var outcome: Outcome?
  }

  enum Outcome: Equatable {
    case result
    case error(String)
    /// A callee answered that had unregistered meanwhile.
    case unregistered
    case lost
  }

  /// The most findings that are kept; the first one is what matters.
  private static let limit = 20

  func find(_ text: String, in simulation: Simulation, about words: [String] = []) {
    guard findings.count < Self.limit else { return }
    findings.append("seed \(simulation.seed), \(simulation.now): \(text)\n\(simulation.history(of: words))")
  }
}

// MARK: - Calls

extension ShadowModel {
  /// What a client that sends a CALL before it is in is told.
  func toldImpatient(_ answer: String, in simulation: Simulation) {
    if answer != WAMPError.Code.protocolViolation.rawValue {
      find("a CALL that came before WELCOME was answered with \(answer), others are refused", in: simulation)
    }
  }

  func called(_ call: CallRecord) -> Int {
    calls.append(call)
    return calls.count - 1
  }

  /// A router may have a registration whose callee lost its connection before it was told.
  func neverLearned(of offer: Offer) { unlearned.append(offer) }

  func cancelled(_ call: Int, _ mode: CancelMode) {
    calls[call].isCancelled = true
    if mode == .skip { calls[call].isSkipped = true }
  }

  /// A callee works on, though nobody waits for its answer and it was not told.
  func checkWasTold(_ callee: String, of call: Int, in simulation: Simulation) {
    guard calls.indices.contains(call), !calls[call].isSkipped else { return }
    find(
      "\(callee) was not told that nobody waits for call \(call)", in: simulation,
      about: ["call \(call) ", callee])
  }

  /// A call was answered with `argument`, which its callee got.
  func answered(_ call: Int, argument: Int?, progress: Int?, in simulation: Simulation) {
    guard check(call, in: simulation) else { return }
    if argument != call {
      find("call \(call) was answered with the result of \(argument ?? -1)", in: simulation)
    }
    guard let progress else {
      calls[call].outcome = .result
      return
    }
    if !calls[call].wantsProgress { find("call \(call) got progress it did not ask for", in: simulation) }
    if progress != calls[call].progress {
      find("call \(call) got progress \(progress) after \(calls[call].progress)", in: simulation)
    }
    calls[call].progress += 1
  }

  func failed(_ call: Int, _ outcome: Outcome, in simulation: Simulation) {
    guard check(call, in: simulation) else { return }
    calls[call].outcome = outcome
    let record = calls[call]
    if outcome == .error(WAMPError.Code.notAuthorized.rawValue) {
      denied(record.caller, record.procedure, .exact, as: record.persona, since: record.sent, in: simulation)
    }
    // Callees are told before they get no more of its calls, and the router knows when they unregistered.
    if outcome == .unregistered,
      !unlearned.contains(where: { $0.match.covers(record.procedure, by: $0.pattern) })
    {
      find("call \(call) went to who has not registered it", in: simulation, about: ["call \(call) "])
    }
  }

  private func check(_ call: Int, in simulation: Simulation) -> Bool {
    if let outcome = calls[call].outcome {
      find("call \(call) was answered again, after \(outcome)", in: simulation, about: ["call \(call) "])
      return false
    }
    return true
  }

  func checkCallsEnded(in simulation: Simulation) {
    for (number, call) in calls.enumerated() where call.outcome == nil {
      find(
        "call \(number) of \(call.procedure) by \(call.caller) never ended", in: simulation,
        about: ["call \(number) ", call.caller])
    }
  }

  /// How many calls ended in each way.
  var outcomes: [String: Int] {
    calls.reduce(into: [:]) { counts, call in
      switch call.outcome {
      case .result: counts["result", default: 0] += 1
      case .error(let uri): counts[uri, default: 0] += 1
      case .unregistered: counts["unregistered", default: 0] += 1
      case .lost: counts["lost", default: 0] += 1
      case nil: counts["none", default: 0] += 1
      }
    }
  }
}
