internal import NIOCore
internal import WAMP

/// What the connections of one event loop share: a replica of each realm.
final class RouterLoop {
  typealias Handle = NIOLoopBound<RouterLoop>

  /// The loop's number, as ``Outlet`` says it.
  let index: Int
  /// What all procedures answered here share.
  let values = LoopLocalValues()
  let tally: LoopTally
  private(set) var replicas: [String: LoopReplica] = [:]

  init(index: Int, tally: LoopTally) {
    self.index = index
    self.tally = tally
  }

  func add(_ replica: LoopReplica) { replicas[replica.realm] = replica }

  /// Lets go of the realms, whose owners know the loops.
  func stop() { replicas = [:] }
}
