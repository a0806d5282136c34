@testable import WAMP

// What a router did not want to do.
extension SimulatedClient {
  /// - Parameter isExcused: whether it may be refused whatever the rules say.
  private func check(
    _ error: WAMPError, _ uri: String, _ match: MatchPolicy, since sent: Duration, isExcused: Bool = false
  ) {
    guard error.code == .notAuthorized, !isExcused else { return }
    simulation.shadow.denied(name, uri, match, as: persona, since: sent, in: simulation)
  }

  func refused(testament number: Int, _ error: WAMPError) {
    guard isOpen else { return }
    simulation.shadow.refused(number)
    let codes: [WAMPError.Code] = [.notAuthorized, .authorizationFailed]
    if !codes.contains(error.code) || persona.role == Persona.free {
      simulation.shadow.find("testament \(number) of \(name): \(error)", in: simulation)
    }
  }

  func refused(publication number: Int, _ error: WAMPError) {
    let record = simulation.shadow.publications[number]
    check(error, record.topic, .exact, since: record.sent)
    if error.code == .notAuthorized { simulation.shadow.refused(number) }
  }

  func refused(_ wish: Wish, _ error: WAMPError) {
    check(error, wish.pattern, wish.match, since: wish.sent)
    // The router may have it all the same, and send what the topics keep.
    guard !isOpen, wish.getRetained else { return }
    unanswered.append(wish)
    for record in subscriptions.values {
      let known = simulation.shadow.subscriptions[record]
      if known.pattern == wish.pattern, known.match == wish.match { simulation.shadow.asksAgain(record) }
    }
  }

  func refused(_ request: Registering, _ error: WAMPError) {
    check(error, request.offer.pattern, request.offer.match, since: request.sent)
    // The router may have it all the same; nobody here will answer.
    if !isOpen { simulation.shadow.neverLearned(of: request.offer) }
  }
}
