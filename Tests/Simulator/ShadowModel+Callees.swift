@testable import WAMP

// What callees are given, and what must not be given to them.
extension ShadowModel {
  /// A callee was given a call as one of a registration.
  ///
  /// - Parameter running: what the callee has of the registration, this call among it.
  func invoked(
    _ call: Int, at callee: String, for offer: Offer, named procedure: String?, running: [Int],
    in simulation: Simulation
  ) {
    guard calls.indices.contains(call) else {
      return find("\(callee) was given a call that nobody made", in: simulation, about: [callee])
    }
    let record = calls[call]
    let what = "call \(call) of \(record.procedure)"
    let words = ["call \(call) ", callee]
    did(
      "\(record.caller) had called", record.procedure, .exact, as: record.persona, since: record.sent,
      in: simulation)
    if !offer.match.covers(record.procedure, by: offer.pattern) {
      find("\(callee) was given \(what), which \(offer.pattern) does not cover", in: simulation, about: words)
    }
    let expected = offer.match == .exact ? nil : record.procedure
    if procedure != expected {
      find("\(callee) was told \(procedure ?? "nothing") of \(what)", in: simulation, about: words)
    }
    if let other = record.callee {
      find("\(callee) was given \(what), which \(other) has", in: simulation, about: words)
    }
    calls[call].callee = callee
    // The router may know already of calls that ended while they were on their way here.
    let certain = running.filter { !calls[$0].mayBeOver }
    if let limit = offer.concurrency, certain.count > limit {
      find(
        "\(callee) was given \(what) beside \(certain), and takes \(limit) at a time", in: simulation,
        about: words)
    }
  }

  /// A callee was given another part of a call.
  func continued(_ call: Int, at callee: String, part: Int, after last: Int, in simulation: Simulation) {
    let what = "part \(part) of call \(call)"
    if part != last + 1 {
      find("\(callee) was given \(what) after \(last)", in: simulation, about: ["call \(call) ", callee])
    }
    guard calls.indices.contains(call), let other = calls[call].callee, other != callee else { return }
    find("\(callee) was given \(what), which \(other) has", in: simulation, about: ["call \(call) ", callee])
  }
}

extension ShadowModel.CallRecord {
  /// Whether it may have ended by something else than an answer of its callee.
  var mayBeOver: Bool { outcome != nil || isCancelled || isTimed }
}
