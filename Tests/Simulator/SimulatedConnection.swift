import SharedBytes

@testable import WAMPTransport

/// One end of a link: the real connection's machine with its timers, and a queue for what the link has no room for.
final class SimulatedConnection {
  /// What the owner is told.
  struct Owner {
    var received: (SharedBytes) -> Void
    var behind: (Duration) -> Void
    var closed: (TransportError?) -> Void
  }

  let link: Link
  private let end: Link.End
  private let simulation: Simulation
  private let owner: Owner
  private var machine: ConnectionMachine
  private var queue: [Link.Item] = []
  /// The bytes of the queue: what the program holds for its peer.
  private(set) var pendingBytes = 0
  /// How often each timer was started or stopped: one that rings late is not meant any more.
  private var generations: [ConnectionMachine.Timer: Int] = [:]

  init(
    _ link: Link, _ end: Link.End, _ simulation: Simulation, _ configuration: ConnectionConfiguration,
    _ owner: Owner
  ) {
    self.link = link
    self.end = end
    self.simulation = simulation
    self.owner = owner
    machine = ConnectionMachine(configuration)
    link.attach(
      Link.Receiver(
        received: { [self] in received($0) }, taken: { [self] in pass() },
        lost: { [self] in handle(.channelClosed) }), at: end)
    simulation.after(.zero) { [self] in handle(.opened) }
  }

  func send(_ bytes: SharedBytes) { append(.message(bytes)) }

  func close() { handle(.closeWanted(CloseStatus(code: 1000))) }

  func cutOff(_ error: TransportError) { handle(.cutOff(CloseStatus(code: 1008), error)) }

  private func received(_ item: Link.Item) {
    machine.isPeerHeard = true
    switch item {
    case .message(let bytes): if machine.isReceiving { owner.received(bytes) }
    case .ping: append(.pong)
    case .pong: break
    case .close(let status): handle(.closeReceived(status))
    case .end: handle(.inputEnded)
    }
  }

  private func append(_ item: Link.Item) {
    guard machine.phase != .closed else { return }
    queue.append(item)
    pendingBytes += item.size
    pass()
  }

  /// Hands the link what it has room for.
  private func pass() {
    while let item = queue.first, link.hasRoom(towards: end.other) {
      queue.removeFirst()
      pendingBytes -= item.size
      link.send(item, from: end)
    }
    if queue.isEmpty {
      if machine.isBlocked { handle(.unblocked) }
      if machine.awaitsAllSent { handle(.allSent) }
    } else if !machine.isBlocked {
      handle(.blocked)
      handle(.stillBlocked(isBorrowing: false))
    }
  }

  private func handle(_ event: ConnectionMachine.Event) {
    for action in machine.handle(event) { perform(action) }
  }

  private func perform(_ action: ConnectionMachine.Action) {
    switch action {
    case .start(let timer, let time):
      generations[timer, default: 0] += 1
      let generation = generations[timer]
      simulation.after(time) { [self] in
        if generations[timer] == generation { handle(.fired(timer)) }
      }
    case .stop(let timer): generations[timer, default: 0] += 1
    case .tellBehind(let time): owner.behind(time)
    case .tellClosed(let error): simulation.after(.zero) { [self] in owner.closed(error) }
    case .sendPing: append(.ping)
    case .sendClose(let status): append(.close(status))
    case .dropWaiting, .release:
      queue = []
      pendingBytes = 0
    case .flush: pass()
    case .awaitTurn: simulation.after(.zero) { [self] in handle(.nextTurn) }
    case .endOutput: link.send(.end, from: end)
    case .closeChannel:
      link.send(.end, from: end)
      link.detach(end)
      handle(.channelClosed)
    case .tellOpened, .proceed, .copyBorrowed: break
    }
  }
}
