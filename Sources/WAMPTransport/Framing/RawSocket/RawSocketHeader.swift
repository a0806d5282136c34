/// The four bytes before each message of RawSocket (WAMP's specification, "RawSocket Transport", Framing).
///
/// Messages are read where they lie. Four bytes put them off the 8 byte grid that the pieces of a stream begin on, as
/// the heads of WebSocket do: records are loaded at any alignment.
struct RawSocketHeader: Equatable {
  enum Kind: UInt8 {
    case message = 0
    case ping = 1
    case pong = 2

    /// The kind of a frame of its own. A text is a message like any other, and there is no frame that closes.
    init(_ kind: FrameKind) {
      switch kind {
      case .ping: self = .ping
      case .pong: self = .pong
      case .binary, .text, .close: self = .message
      }
    }
  }

  static let byteCount = 4
  /// The largest length that can be said: 24 bits, and a 25th one for this very number.
  static let maxPayloadCount = 1 << 24

  let kind: Kind
  let payloadCount: Int

  init(_ kind: Kind, payloadCount: Int) {
    self.kind = kind
    self.payloadCount = payloadCount
  }

  /// Reads the head at `offset`.
  ///
  /// - Returns: `nil` if more bytes are needed.
  /// - Throws: a violation for reserved bits, unknown kinds, and a 25th bit of the length together with others.
  static func parse(_ bytes: RawSpan, at offset: Int) throws(FramingViolation) -> RawSocketHeader? {
    guard bytes.byteCount - offset >= byteCount else { return nil }
    let word = bytes.bigEndian(UInt32.self, at: offset)
    if word >> 28 != 0 { throw .rawSocket("a reserved bit of a frame is set") }
    guard let kind = Kind(rawValue: UInt8(word >> 24 & 7)) else {
      throw .rawSocket("frames of kind \(word >> 24 & 7) are not known")
    }
    let count = Int(word & 0xff_ffff)
    guard word & 0x800_0000 != 0 else { return RawSocketHeader(kind, payloadCount: count) }
    if count != 0 { throw .rawSocket("a frame is longer than 16 MiB") }
    return RawSocketHeader(kind, payloadCount: maxPayloadCount)
  }

  /// The bytes of the head, at the front of `room`.
  ///
  /// - Parameter room: at least ``byteCount`` bytes.
  /// - Returns: how many bytes were written.
  @unsafe
  func write(to room: UnsafeMutableRawPointer) -> Int {
    let count = UInt32(payloadCount)
    // The 25th bit of the length stands above the kind.
    let word = count & 0xff_ffff | UInt32(kind.rawValue) << 24 | (count >> 24) << 27
    unsafe room.storeBytes(of: word.bigEndian, as: UInt32.self)
    return RawSocketHeader.byteCount
  }
}
