/// The four bytes that both sides of RawSocket begin with (WAMP's specification, "RawSocket Transport", Handshake).
struct RawSocketHandshake: Equatable {
  static let byteCount = 4
  /// The first byte of a request and of its answer; no request of HTTP begins with it.
  static let magic: UInt8 = 0x7f

  /// The number of the serializer that is spoken; an answer repeats that of the request.
  let serializer: UInt8
  /// The largest message that the sender of this takes, in bytes: a power of two from 512 to 16 Mi.
  let maxMessageSize: Int

  /// - Parameter maxMessageSize: in bytes; told as the next power of two below it, as what is told has to be kept, but
  ///   no less than 512.
  init(serializer: UInt8, maxMessageSize: Int) {
    self.serializer = serializer
    let size = min(max(maxMessageSize, 1 << 9), 1 << 24)
    self.maxMessageSize = 1 << (Int.bitWidth - 1 - size.leadingZeroBitCount)
  }

  var bytes: [UInt8] {
    [Self.magic, UInt8(maxMessageSize.trailingZeroBitCount - 9) << 4 | serializer, 0, 0]
  }

  /// Why a router does not take a client: the numbers of the specification.
  enum Refusal: UInt8, Error {
    case serializerUnsupported = 1
    case lengthUnacceptable = 2
    case reservedBits = 3
    case tooManyConnections = 4

    var bytes: [UInt8] { [magic, rawValue << 4, 0, 0] }

    fileprivate var reason: String {
      switch self {
      case .serializerUnsupported: "it does not speak the serializer"
      case .lengthUnacceptable: "it does not accept the maximum length of messages"
      case .reservedBits: "it found reserved bits set"
      case .tooManyConnections: "it has as many connections as it takes"
      }
    }
  }

  /// Reads a client's request, of which the first byte was judged before.
  ///
  /// - Parameter known: the numbers of the serializers that are offered.
  init(request bytes: [UInt8], offering known: [UInt8]) throws(Refusal) {
    if bytes[2] != 0 || bytes[3] != 0 { throw .reservedBits }
    self.init(reading: bytes[1])
    guard serializer != 0, known.contains(serializer) else { throw .serializerUnsupported }
  }

  /// What a client was answered.
  enum Answer: Equatable {
    case accepted(RawSocketHandshake)
    /// Why there is no connection, as the end of a sentence about the server.
    case refused(String)
  }

  /// Reads a router's answer to this request.
  func judge(answer bytes: [UInt8]) -> Answer {
    guard bytes[0] == Self.magic else { return .refused("the answer is not of RawSocket") }
    if bytes[2] != 0 || bytes[3] != 0 { return .refused("the answer has reserved bits set") }
    let answer = RawSocketHandshake(reading: bytes[1])
    if answer.serializer == 0 {
      let number = bytes[1] >> 4
      let reason = Refusal(rawValue: number)?.reason ?? "its error \(number) is not known"
      return .refused("the server refused: \(reason)")
    }
    guard answer.serializer == serializer else {
      return .refused("the server chose serializer \(answer.serializer), not \(serializer)")
    }
    return .accepted(answer)
  }

  private init(reading byte: UInt8) {
    serializer = byte & 15
    maxMessageSize = 1 << (9 + Int(byte >> 4))
  }
}
