/// Where Crossbar.io 26.10.1 does something else than the specification says, by the name of the behaviour.
///
/// Each is tried nevertheless, and a release that does it right fails the tests. What a client of ours cannot see is not
/// here: a call given up with `skip`, which Crossbar.io never answers, is over at the client at once, and one that takes
/// longer than its timeout the client gives up itself.
enum CrossbarDeviation {
  static let all: [String: String] = [
    Behaviour.callsInParts: "it has no calls in parts",
    Behaviour.trustLevels: "it has no trust levels",
    Behaviour.hiddenCaller: "its roles decide who is disclosed, not the callers",
    Behaviour.hiddenPublisher: "its roles decide who is disclosed, not the publishers",
    Behaviour.nobodyEligible: "an empty list of eligible sessions means everybody",
    Behaviour.concurrency: "its error is crossbar.error.max_concurrency_reached",
    Behaviour.revokedRegistration: "its wamp.registration.remove_callee fails",
  ]
}
