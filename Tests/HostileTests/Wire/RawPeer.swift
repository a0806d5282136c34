import Programs

/// One end of a WebSocket connection that sends any bytes whatever, and says what it received.
///
/// Blocking, for one thread. Frames are masked with a key of zeros: the bytes are on the wire as the test has them.
final class RawPeer {
  enum Ending: Error, CustomStringConvertible {
    /// The other side ended the connection, with the code of its close frame if it sent one.
    case closed(code: Int?, reason: String)
    /// Nothing came in time.
    case silent(waitingFor: String)
    /// It is no WebSocket, or no WAMP.
    case refused(String)

    var description: String {
      switch self {
      case .closed(let code, let reason): "closed\(code.map { " with \($0)" } ?? "") \(reason)"
      case .silent(let what): "no \(what) came"
      case .refused(let text): "refused: \(text)"
      }
    }
  }

  let format: WireFormat
  private var socket: Socket?
  private var input: [UInt8] = []
  private var start = 0
  private var closeFrame: (code: Int, reason: String)?
  private let isServer: Bool

  /// Connects and does the opening handshake.
  init(port: Int, format: WireFormat, receiveBuffer: CInt? = nil, then more: [UInt8] = []) throws {
    self.format = format
    isServer = false
    socket = try Socket(connectedTo: port, receiveBuffer: receiveBuffer)
    let request = """
      GET / HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\
      Sec-WebSocket-Protocol: \(format.subprotocol)\r\n\r\n
      """
    try write(Array(request.utf8) + more)
    let head = try readHead()
    guard head.hasPrefix("HTTP/1.1 101 ") else { throw Ending.refused(head) }
  }

  /// The server's end of a connection that a client opened in this format.
  init(accepted: consuming Socket, format: WireFormat) throws {
    self.format = format
    isServer = true
    socket = consume accepted
    let head = try readHead()
    let lines = head.split(separator: "\r\n")
    guard let key = lines.first(where: { $0.lowercased().hasPrefix("sec-websocket-key:") }) else {
      throw Ending.refused(head)
    }
    let accept = WebSocketKey.answer(
      to: String(key.drop { $0 != ":" }.dropFirst().drop { $0 == " " }))
    let response = """
      HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
      Sec-WebSocket-Accept: \(accept)\r\nSec-WebSocket-Protocol: \(format.subprotocol)\r\n\r\n
      """
    try write(Array(response.utf8))
  }

  /// A frame as this end would send it.
  func frame(_ payload: [UInt8], opcode: UInt8 = 2, isFinal: Bool = true) -> [UInt8] {
    Self.frame(payload, opcode: opcode, isFinal: isFinal, isMasked: !isServer)
  }

  static func frame(_ payload: [UInt8], opcode: UInt8 = 2, isFinal: Bool = true, isMasked: Bool = true)
    -> [UInt8]
  {
    var bytes = head(payload.count, opcode: opcode, isFinal: isFinal, isMasked: isMasked)
    bytes += payload
    return bytes
  }

  /// The head of a frame; what follows it need not be of the size it tells.
  static func head(_ count: Int, opcode: UInt8 = 2, isFinal: Bool = true, isMasked: Bool = true) -> [UInt8] {
    let mask: UInt8 = isMasked ? 0x80 : 0
    var bytes = [(isFinal ? 0x80 : 0) | opcode]
    if count < 126 {
      bytes.append(mask | UInt8(count))
    } else {
      let width = count < 65536 ? 2 : 8
      bytes.append(mask | (width == 2 ? 126 : 127))
      for shift in (0..<width).reversed() { bytes.append(UInt8(count >> (shift * 8) & 255)) }
    }
    return isMasked ? bytes + [0, 0, 0, 0] : bytes
  }

  /// Sends one message; what comes meanwhile is kept.
  func send(_ message: [UInt8]) throws { try write(frame(message)) }

  /// Sends bytes as they are; what comes meanwhile is kept.
  ///
  /// - Throws: ``Ending/silent(waitingFor:)`` if the other side takes nothing for `time`.
  func write(_ bytes: [UInt8], within time: Duration = .seconds(60), keepingInput: Bool = true) throws {
    guard socket != nil else { throw Ending.closed(code: nil, reason: "") }
    var offset = 0
    while offset < bytes.count {
      let (readable, writable) = try socket!.wait(reading: keepingInput, writing: true, time)
      guard readable || writable else { throw Ending.silent(waitingFor: "room to send") }
      do {
        if writable { offset += try socket!.sendSome(bytes, from: offset) }
        if readable, try socket!.receive(into: &input) == 0 { throw ended }
      } catch is Loopback.Failure {
        throw ended
      }
    }
  }

  /// The next message.
  ///
  /// - Returns: `nil` if none came in time.
  func next(within time: Duration = .seconds(10)) throws -> [UInt8]? {
    let deadline = ContinuousClock.now + time
    while true {
      if let frame = takeFrame() {
        switch frame.opcode {
        case 1, 2: return frame.payload
        case 8:
          closeFrame = Self.closeFrame(frame.payload)
          throw ended
        case 9: try? write(self.frame(frame.payload, opcode: 10))
        default: break
        }
        continue
      }
      let left = deadline - .now
      guard try socket?.wait(reading: true, writing: false, left).readable == true else { return nil }
      do {
        if try socket!.receive(into: &input) == 0 { throw ended }
      } catch is Loopback.Failure {
        throw ended
      }
    }
  }

  /// Sends no more, and reads what comes until the other side has taken everything and ends the connection.
  ///
  /// - Throws: ``Ending/silent(waitingFor:)`` if it does not in time.
  func finish(within time: Duration = .seconds(30)) throws {
    socket?.finishSending()
    let deadline = ContinuousClock.now + time
    do {
      while try next(within: max(deadline - .now, .zero)) != nil {}
    } catch is Ending {
      return
    }
    throw Ending.silent(waitingFor: "end")
  }

  /// Ends the connection without a word.
  func close() { socket = nil }

  func reset() { socket.take()?.reset() }

  private var ended: Ending {
    while closeFrame == nil, let frame = takeFrame() {
      if frame.opcode == 8 { closeFrame = Self.closeFrame(frame.payload) }
    }
    return .closed(code: closeFrame?.code, reason: closeFrame?.reason ?? "")
  }

  private static func closeFrame(_ payload: [UInt8]) -> (code: Int, reason: String) {
    // 1005 stands for a frame without a code.
    let code = payload.count < 2 ? 1005 : Int(payload[0]) << 8 | Int(payload[1])
    return (code, String(decoding: payload.dropFirst(2), as: UTF8.self))
  }

  private func readHead() throws -> String {
    let end: [UInt8] = [13, 10, 13, 10]
    while true {
      if let found = input.indices.first(where: { input[$0...].starts(with: end) }) {
        start = found + 4
        return String(decoding: input[..<found], as: UTF8.self)
      }
      guard try socket!.wait(reading: true, writing: false, .seconds(60)).readable else {
        throw Ending.silent(waitingFor: "handshake")
      }
      if try socket!.receive(into: &input) == 0 { throw ended }
    }
  }

  private func takeFrame() -> (opcode: UInt8, payload: [UInt8])? {
    guard input.count - start >= 2 else { return nil }
    let opcode = input[start] & 15
    let isMasked = input[start + 1] & 0x80 != 0
    var count = Int(input[start + 1] & 127)
    var place = start + 2
    if count >= 126 {
      let width = count == 126 ? 2 : 8
      guard input.count - place >= width else { return nil }
      count = input[place..<place + width].reduce(0) { $0 << 8 | Int($1) }
      place += width
    }
    let keySize = isMasked ? 4 : 0
    guard input.count - place - keySize >= count else { return nil }
    let key = Array(input[place..<place + keySize])
    place += keySize
    var payload = Array(input[place..<place + count])
    if isMasked { for index in payload.indices { payload[index] ^= key[index % 4] } }
    start = place + count
    if start == input.count || start > 1 << 20 {
      input.removeFirst(start)
      start = 0
    }
    return (opcode, payload)
  }
}
