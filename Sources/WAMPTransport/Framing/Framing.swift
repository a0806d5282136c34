/// How messages are marked off in a stream of bytes, and how far one connection has read.
enum Framing {
  case webSocket(FrameReader)
  case rawSocket(RawSocketReader)

  /// What comes next in a stream.
  enum Step: Equatable {
    /// The rest of the chunk is the beginning of a head or of a control frame; keep it.
    case needMore
    /// A message in one frame, whole in the chunk.
    case message(Range<Int>, maskingKey: UInt32?, isText: Bool)
    /// A message that is now complete in ``Framing/takeGathered()``.
    case gathered(isText: Bool)
    /// A control frame, whole in the chunk.
    case control(FrameKind, Range<Int>, maskingKey: UInt32?)
  }

  /// Reads on in `chunk`; see ``FrameReader/next(in:at:)``.
  @inline(__always)
  func next(in chunk: RawSpan, at offset: inout Int) throws(FramingViolation) -> Step {
    switch self {
    case .webSocket(let reader): try reader.next(in: chunk, at: &offset)
    case .rawSocket(let reader): try reader.next(in: chunk, at: &offset)
    }
  }

  /// The message that ``next(in:at:)`` reported as gathered.
  func takeGathered() -> GatheredBytes {
    switch self {
    case .webSocket(let reader): reader.takeGathered()
    case .rawSocket(let reader): reader.takeGathered()
    }
  }

  /// Forgets what came of a message that will not be finished.
  func dropUnfinished() {
    _ = takeGathered()
  }

  /// The bytes of a message that is not complete.
  var unfinishedBytes: Int {
    switch self {
    case .webSocket(let reader): reader.unfinishedBytes
    case .rawSocket(let reader): reader.unfinishedBytes
    }
  }

  /// The largest message accepted, in bytes.
  var maxMessageSize: Int {
    get {
      switch self {
      case .webSocket(let reader): reader.maxMessageSize
      case .rawSocket(let reader): reader.maxMessageSize
      }
    }
    nonmutating set {
      switch self {
      case .webSocket(let reader): reader.maxMessageSize = newValue
      case .rawSocket(let reader): reader.maxMessageSize = newValue
      }
    }
  }

  /// Whether this side waits for questions, and so may stop reading until its answers are taken. If both sides did
  /// that, they could wait for each other for ever.
  var isServer: Bool {
    switch self {
    case .webSocket(let reader): reader.role == .server
    case .rawSocket(let reader): reader.isServer
    }
  }

  /// A fresh key for a frame to be sent, if its sender has to mask.
  func makeMaskingKey() -> UInt32? {
    switch self {
    case .webSocket(let reader): reader.role == .client ? UInt32.random(in: .min ... .max) : nil
    case .rawSocket: nil
    }
  }

  /// The largest message that the peer said to accept, in bytes.
  var peerMaxMessageSize: Int {
    switch self {
    case .webSocket: .max
    case .rawSocket(let reader): reader.peerMaxMessageSize
    }
  }

  /// How its connections begin and end.
  var manners: ConnectionMachine.Manners {
    switch self {
    case .webSocket: ConnectionMachine.Manners(pausesReading: isServer)
    case .rawSocket:
      ConnectionMachine.Manners(hasCloseFrames: false, pings: false, pausesReading: isServer)
    }
  }

  /// How heads are written.
  var style: FrameStyle {
    switch self {
    case .webSocket: .webSocket
    case .rawSocket: .rawSocket
    }
  }
}
