import Programs
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A blocking TCP socket on 127.0.0.1 without any WebSocket code; no call waits longer than 60 s.
final class PlainSocket: Sendable {
  let descriptor: CInt
  private let isOpen = Atomic(true)

  init(descriptor: CInt) {
    self.descriptor = descriptor
    let limit = timeval(tv_sec: 60, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] { Loopback.set(option, to: limit, of: descriptor) }
  }

  /// Connects; a small receive buffer makes a peer that is slow after few bytes.
  convenience init(port: Int, receiveBuffer: CInt? = nil) throws {
    self.init(descriptor: try Loopback.makeConnection(to: port, receiveBuffer: receiveBuffer))
  }

  deinit { close() }

  func close() { close(isAbrupt: false) }

  /// Closes with a reset instead of an orderly end.
  func reset() { close(isAbrupt: true) }

  private func close(isAbrupt: Bool) {
    guard isOpen.exchange(false, ordering: .relaxed) else { return }
    Loopback.closeSocket(descriptor, isAbrupt: isAbrupt)
  }

  func send(_ bytes: [UInt8]) throws {
    var offset = 0
    while offset < bytes.count {
      offset += try Loopback.sendSome(bytes, from: offset, over: descriptor, waits: true)
    }
  }

  /// - Returns: no bytes at the end of the stream.
  func receive(atMost limit: Int) throws -> [UInt8] {
    try Loopback.receiveSome(atMost: limit, over: descriptor)
  }

  func receive(exactly count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
      let more = try receive(atMost: min(count - bytes.count, 1 << 20))
      if more.isEmpty { throw Loopback.Failure(call: "recv ended", code: nil) }
      bytes += more
    }
    return bytes
  }

  /// Everything up to the end of the stream.
  func receiveToEnd() throws -> [UInt8] {
    var bytes: [UInt8] = []
    while case let more = try receive(atMost: 1 << 16), !more.isEmpty { bytes += more }
    return bytes
  }

  /// An HTTP head with its empty line.
  func receiveHead() throws -> String {
    var bytes: [UInt8] = []
    while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) { bytes += try receive(exactly: 1) }
    return String(decoding: bytes, as: UTF8.self)
  }

  func receiveFrame() throws -> Frame {
    let head = try receive(exactly: 2)
    var count = Int(head[1] & 127)
    if count >= 126 { count = try receive(exactly: count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) } }
    let key = head[1] & 0x80 == 0 ? nil : try receive(exactly: 4)
    var payload = try receive(exactly: count)
    if let key { for index in payload.indices { payload[index] ^= key[index % 4] } }
    return Frame(
      isFinal: head[0] & 0x80 != 0, opcode: head[0] & 15, payload: payload, key: key,
      reservedBits: head[0] & 0x70)
  }

  static func request(subprotocol: String = "test", version: Int = 13) -> String {
    """
    GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: \(version)\r\n\
    Sec-WebSocket-Protocol: \(subprotocol)\r\n\r\n
    """
  }

  /// Connects and does the opening handshake by hand.
  static func webSocket(port: Int, receiveBuffer: CInt? = nil, then frames: [Frame] = []) throws
    -> PlainSocket
  {
    let socket = try PlainSocket(port: port, receiveBuffer: receiveBuffer)
    try socket.send(Array(request().utf8) + frames.flatMap(\.bytes))
    let head = try socket.receiveHead()
    guard head.hasPrefix("HTTP/1.1 101 ") else { throw Loopback.Failure(call: head, code: nil) }
    return socket
  }
}

/// Listens on a port of the system's choice.
final class PlainListener: Sendable {
  let descriptor: CInt
  let port: Int

  init() throws { (descriptor, port) = try Loopback.makeListener() }

  deinit { Loopback.closeSocket(descriptor) }

  func accept() throws -> PlainSocket {
    PlainSocket(descriptor: try Loopback.acceptConnection(at: descriptor))
  }
}
