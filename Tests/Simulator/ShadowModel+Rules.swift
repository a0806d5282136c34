@testable import WAMP

// Who may be in, and do what.
extension ShadowModel {
  /// A client's opening.
  struct Attempt {
    /// The number of the secret that it shows; none has the number -1.
    var secret = -1
    /// When its HELLO was sent.
    var began = Duration.zero
    /// When it answered its challenge.
    var answered: Duration?
  }

  /// A realm goes by other rules.
  func goes(by rules: Rules, from time: Duration) { self.rules.append((time, rules)) }

  /// The rules that counted at some time from one on.
  private func rules(since time: Duration) -> [Rules] {
    let first = rules.lastIndex { $0.start <= time } ?? 0
    return rules[first...].map(\.rules)
  }

  /// A client's directory did not work: it may be refused whatever it proves.
  func excuse(_ client: String) { excused.insert(client) }

  /// A client was let in.
  func welcomed(
    _ attempt: Attempt, _ client: SimulatedClient, _ welcome: Message.Welcome, in simulation: Simulation
  ) {
    excused.remove(client.name)
    let persona = client.persona
    if welcome.authrole != persona.role || (!persona.authid.isEmpty && welcome.authid != persona.authid) {
      let identity = "\(welcome.authid ?? "") in the role \(welcome.authrole ?? "")"
      find("\(client.name) was let in as \(identity)", in: simulation, about: [client.name])
    }
    guard !persona.authid.isEmpty else { return }
    guard let answered = attempt.answered else {
      return find("\(client.name) was let in before it answered", in: simulation, about: [client.name])
    }
    if !rules(since: answered).contains(where: { $0.secrets[persona.authid] == attempt.secret }) {
      find("\(client.name) was let in by a secret that is not its own", in: simulation, about: [client.name])
    }
  }

  /// A client was not let in.
  func refused(_ attempt: Attempt, of client: SimulatedClient, in simulation: Simulation) {
    guard excused.remove(client.name) == nil else { return }
    let candidates = rules(since: attempt.began)
    guard candidates.count == 1, candidates[0].secrets[client.persona.authid] == attempt.secret else {
      return
    }
    find("\(client.name) showed its secret, and was not let in", in: simulation, about: [client.name])
  }

  /// Something was done for somebody who asked for it.
  func did(
    _ what: String, _ uri: String, _ match: MatchPolicy, as persona: Persona, since sent: Duration,
    in simulation: Simulation
  ) {
    if rules(since: sent).contains(where: { $0.allows(uri, match, to: persona.role) }) { return }
    find("\(what) \(uri), which is denied to \(persona.role)", in: simulation)
  }

  /// Somebody was told that he may not do something.
  func denied(
    _ client: String, _ uri: String, _ match: MatchPolicy, as persona: Persona, since sent: Duration,
    in simulation: Simulation
  ) {
    if rules(since: sent).contains(where: { !$0.allows(uri, match, to: persona.role) }) { return }
    find("\(client) may not use \(uri), which its role \(persona.role) may", in: simulation, about: [client])
  }
}
