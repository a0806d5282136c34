internal import WAMP

/// What a connection is to its realm while its session is open.
final class Membership {
  let replica: LoopReplica
  let authrole: String
  let call: InlineCall

  init(in replica: LoopReplica, as authrole: String, answering call: InlineCall) {
    self.replica = replica
    self.authrole = authrole
    self.call = call
  }

  /// - Parameter isAuthorized: whether the realm's owner has allowed the call already.
  func responder(for procedure: String, isAuthorized: Bool = false) -> InlineResponder? {
    replica.desk.responder(for: procedure.utf8.span, from: authrole, isAuthorized: isAuthorized)
  }
}
