@testable import WAMP

/// What must come of a run: how each call ended, who must have received what, what must be left.
///
/// Clients report what they do and what they are told; nothing here knows how a router works.
final class ShadowModel {
  private(set) var findings: [String] = []
  private var calls: [CallRecord] = []
  private var publications: [PublicationRecord] = []
  private(set) var subscriptions: [SubscriptionRecord] = []

  struct CallRecord {
    let caller: String
    let procedure: String
    let wantsProgress: Bool
    /// The callee is not told if its caller only loses interest.
    var isSkipped = false
    var progress = 0
    var outcome: Outcome?
  }

  enum Outcome: Equatable {
    case result
    case error(String)
    case lost
  }

  struct PublicationRecord {
    let publisher: String
    let topic: String
    let time: Duration
    /// Whether the publisher wants the event, too.
    let includesPublisher: Bool
    /// The publisher's session lived on until the router must have had the message.
    var wasAcknowledged = false
  }

  struct SubscriptionRecord {
    let subscriber: String
    let pattern: String
    let match: MatchPolicy
    let confirmed: Duration
    /// When it ended, or began to end, or the subscriber's connection went bad.
    var ended: Duration?
    var received: Set<Int> = []
    /// The last event that came from each publisher.
    var latest: [String: Int] = [:]

    /// Whether a topic is meant; plainly written, as the router does it otherwise.
    func covers(_ topic: String) -> Bool {
      switch match {
      case .exact: return topic == pattern
      case .prefix: return topic.hasPrefix(pattern)
      case .wildcard:
        let wanted = pattern.split(separator: ".", omittingEmptySubsequences: false)
        let given = topic.split(separator: ".", omittingEmptySubsequences: false)
        return wanted.count == given.count && zip(wanted, given).allSatisfy { $0.isEmpty || $0 == $1 }
      }
    }
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
  /// What a client that sends a CALL together with its HELLO is told.
  func toldImpatient(_ answer: String, in simulation: Simulation) {
    if answer != WAMPError.Code.protocolViolation.rawValue {
      find("a CALL that came with the HELLO was answered with \(answer), others are refused", in: simulation)
    }
  }

  func called(_ procedure: String, by caller: String, wantsProgress: Bool) -> Int {
    calls.append(CallRecord(caller: caller, procedure: procedure, wantsProgress: wantsProgress))
    return calls.count - 1
  }

  func skipped(_ call: Int) { calls[call].isSkipped = true }

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
      case .lost: counts["lost", default: 0] += 1
      case nil: counts["none", default: 0] += 1
      }
    }
  }
}

// MARK: - Events

extension ShadowModel {
  func published(_ topic: String, by publisher: String, includesPublisher: Bool, at time: Duration) -> Int {
    publications.append(
      PublicationRecord(
        publisher: publisher, topic: topic, time: time, includesPublisher: includesPublisher))
    return publications.count - 1
  }

  func acknowledged(_ publication: Int) { publications[publication].wasAcknowledged = true }

  func subscribed(_ subscriber: String, to pattern: String, _ match: MatchPolicy, at time: Duration) -> Int {
    subscriptions.append(
      SubscriptionRecord(subscriber: subscriber, pattern: pattern, match: match, confirmed: time))
    return subscriptions.count - 1
  }

  func ended(_ subscription: Int, at time: Duration) {
    if subscriptions[subscription].ended == nil { subscriptions[subscription].ended = time }
  }

  /// Events for a client were dropped, as it does not read: it cannot count on any until it subscribes again.
  func lostEvents(_ subscriber: String, at time: Duration) {
    for index in subscriptions.indices
    where subscriptions[index].subscriber == subscriber && subscriptions[index].ended == nil {
      // What was on its way already may be what was dropped.
      subscriptions[index].ended = time
    }
  }

  func received(_ publication: Int, by subscription: Int, in simulation: Simulation) {
    let record = subscriptions[subscription]
    guard publications.indices.contains(publication) else {
      return find("\(record.subscriber) got an event that nobody published", in: simulation)
    }
    let event = publications[publication]
    let what = "publication \(publication) of \(event.topic) at \(record.pattern)"
    if !record.covers(event.topic) {
      find("\(record.subscriber) got \(what), which does not match", in: simulation)
    }
    if event.publisher == record.subscriber && !event.includesPublisher {
      find("\(record.subscriber) got its own \(what)", in: simulation)
    }
    if record.received.contains(publication) {
      find("\(record.subscriber) got \(what) twice", in: simulation)
    }
    if let later = record.latest[event.publisher], later > publication {
      find("\(record.subscriber) got \(what) after \(later) of the same publisher", in: simulation)
    }
    subscriptions[subscription].received.insert(publication)
    subscriptions[subscription].latest[event.publisher] = publication
  }

  /// Who was subscribed before an event was published and stayed so until it must have come has it.
  ///
  /// - Parameter delay: the longest time that an event may take.
  func checkEventsArrived(within delay: Duration, in simulation: Simulation) {
    for subscription in subscriptions {
      for (number, event) in publications.enumerated() where event.wasAcknowledged {
        guard subscription.confirmed < event.time, event.time + delay < subscription.ended ?? simulation.now,
          event.publisher != subscription.subscriber || event.includesPublisher,
          subscription.covers(event.topic)
        else { continue }
        if !subscription.received.contains(number) {
          find(
            "\(subscription.subscriber) never got publication \(number) of \(event.topic)", in: simulation,
            about: [subscription.subscriber])
        }
      }
    }
  }

  var eventCount: Int { subscriptions.reduce(0) { $0 + $1.received.count } }
}
