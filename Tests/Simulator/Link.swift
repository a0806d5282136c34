import SharedBytes

@testable import WAMPTransport

/// One client's connection: two ordered directions that are late, slow, silent or cut.
final class Link {
  enum End: Int, CaseIterable {
    case client
    case router

    var other: End { self == .client ? .router : .client }
  }

  enum Item {
    case message(SharedBytes)
    case ping
    case pong
    case close(CloseStatus)
    case end

    /// What it takes of the room that the network and the sockets have.
    var size: Int {
      if case .message(let bytes) = self { bytes.count } else { 8 }
    }
  }

  /// What an end is told.
  struct Receiver {
    var received: (Item) -> Void
    /// The other end took something: there is room again.
    var taken: () -> Void
    /// The connection was lost.
    var lost: () -> Void
  }

  /// What is on its way towards one end.
  private struct Direction {
    var waiting: [Item] = []
    var byteCount = 0
    /// When the last item will have arrived.
    var arrival = Duration.zero
    var isRead = true
    /// How many bytes still pass before the connection is cut; `nil` if it is not going to be.
    var bytesLeft: Int?
  }

  private enum State {
    case open
    /// Whatever is sent vanishes, and nobody is told: a machine that sleeps, a cable that was pulled.
    case silent
    case over
  }

  /// What fits between the two programs, in bytes.
  private static let room = 8 * 1024

  private let simulation: Simulation
  private let latency: Duration
  private let bytesPerMillisecond: Int
  private var directions = [Direction(), Direction()]
  private var receivers: [Receiver?] = [nil, nil]
  private var state = State.open

  init(_ simulation: Simulation, latency: Duration, bytesPerMillisecond: Int) {
    self.simulation = simulation
    self.latency = latency
    self.bytesPerMillisecond = bytesPerMillisecond
  }

  func attach(_ receiver: Receiver, at end: End) { receivers[end.rawValue] = receiver }

  func detach(_ end: End) { receivers[end.rawValue] = nil }

  /// Whether something can be sent towards an end now.
  func hasRoom(towards end: End) -> Bool { directions[end.rawValue].byteCount < Link.room }

  func isRead(at end: End) -> Bool { directions[end.rawValue].isRead }

  func send(_ item: Item, from end: End) {
    guard state != .over else { return }
    let target = end.other.rawValue
    let start = max(directions[target].arrival, simulation.now + latency)
    directions[target].arrival = start + .milliseconds(item.size / bytesPerMillisecond)
    directions[target].byteCount += item.size
    simulation.at(directions[target].arrival) {
      self.directions[target].waiting.append(item)
      self.deliver(towards: end.other)
    }
  }

  /// Is cut when so many more bytes have come to an end: the message that they are in the middle of never does.
  func cut(afterBytes count: Int, towards end: End) { directions[end.rawValue].bytesLeft = count }

  /// One end has lost the connection, and nothing comes to it any more. What it sent still arrives; then the other end
  /// learns of it, too.
  func abandon(_ end: End) {
    receivers[end.rawValue] = nil
    send(.end, from: end)
    simulation.at(directions[end.other.rawValue].arrival + latency) { self.cut() }
  }

  /// Loses what is on its way; both ends are told.
  func cut() {
    guard state != .over else { return }
    state = .over
    for end in End.allCases {
      guard let receiver = receivers[end.rawValue] else { continue }
      receivers[end.rawValue] = nil
      simulation.after(latency, receiver.lost)
    }
  }

  /// From now on nothing passes, and nobody is told.
  func goSilent() {
    if state == .open { state = .silent }
  }

  /// Whether an end takes what comes.
  func setReading(_ isRead: Bool, at end: End) {
    directions[end.rawValue].isRead = isRead
    if isRead { deliver(towards: end) }
  }

  private func deliver(towards end: End) {
    while state == .open, directions[end.rawValue].isRead, !directions[end.rawValue].waiting.isEmpty {
      let item = directions[end.rawValue].waiting.removeFirst()
      if let left = directions[end.rawValue].bytesLeft {
        guard item.size <= left else { return cut() }
        directions[end.rawValue].bytesLeft = left - item.size
      }
      directions[end.rawValue].byteCount -= item.size
      receivers[end.rawValue]?.received(item)
      receivers[end.other.rawValue]?.taken()
    }
  }
}
