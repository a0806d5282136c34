import SharedBytes

/// One client's connection: two ordered directions that are late, slow, silent or cut.
final class Link {
  enum End: Int, CaseIterable {
    case client
    case router

    var other: End { self == .client ? .router : .client }
  }

  /// What an end is told.
  struct Receiver {
    var received: (SharedBytes) -> Void
    /// The connection is over, and nothing more will come.
    var closed: () -> Void
  }

  private enum Item {
    case message(SharedBytes)
    case end
  }

  /// What is on its way towards one end.
  private struct Direction {
    var waiting: [Item] = []
    var byteCount = 0
    /// When the last item will have arrived.
    var arrival = Duration.zero
    var isRead = true
    var isOpen = true
  }

  private enum State {
    case open
    /// Whatever is sent vanishes, and nobody is told: a machine that sleeps, a cable that was pulled.
    case silent
    case over
  }

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

  /// Whether messages can still pass, so far as an onlooker knows.
  var isOpen: Bool { state == .open }

  /// The bytes that an end has not taken yet.
  func pendingBytes(towards end: End) -> Int { directions[end.rawValue].byteCount }

  func send(_ bytes: SharedBytes, from end: End) {
    guard state == .open, directions[end.other.rawValue].isOpen else { return }
    append(.message(bytes), towards: end.other)
  }

  /// Ends the connection from one side; what it sent before arrives first.
  func close(from end: End) {
    receivers[end.rawValue] = nil
    guard state == .open, directions[end.other.rawValue].isOpen else { return }
    directions[end.other.rawValue].isOpen = false
    append(.end, towards: end.other)
  }

  /// Loses what is on its way; both ends are told.
  func cut() {
    guard state != .over else { return }
    state = .over
    for end in End.allCases {
      guard let receiver = receivers[end.rawValue] else { continue }
      receivers[end.rawValue] = nil
      simulation.after(latency) { receiver.closed() }
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

  private func append(_ item: Item, towards end: End) {
    var size = 0
    if case .message(let bytes) = item { size = bytes.count }
    let sending = Duration.milliseconds(size / bytesPerMillisecond)
    let start = max(directions[end.rawValue].arrival, simulation.now + latency)
    directions[end.rawValue].arrival = start + sending
    directions[end.rawValue].byteCount += size
    simulation.at(start + sending) {
      self.directions[end.rawValue].waiting.append(item)
      self.deliver(towards: end)
    }
  }

  private func deliver(towards end: End) {
    while state == .open, directions[end.rawValue].isRead, !directions[end.rawValue].waiting.isEmpty {
      let item = directions[end.rawValue].waiting.removeFirst()
      switch item {
      case .message(let bytes):
        directions[end.rawValue].byteCount -= bytes.count
        receivers[end.rawValue]?.received(bytes)
      case .end:
        let receiver = receivers[end.rawValue]
        receivers[end.rawValue] = nil
        receiver?.closed()
      }
    }
  }
}
