import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct PlainSocketError: Error, Equatable {
  var call: String
  var code: CInt
}

/// Runs blocking calls on a thread of their own: they do not hold up the cooperative pool, nor wait for a place in one.
func blocking<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
  }
}

/// A blocking TCP socket on 127.0.0.1 without any WebSocket code; no call waits longer than 60 s.
final class PlainSocket: Sendable {
  let descriptor: CInt
  private let isOpen = Atomic(true)

  init(descriptor: CInt) {
    self.descriptor = descriptor
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
  }

  /// Connects; a small receive buffer makes a peer that is slow after few bytes.
  convenience init(port: Int, receiveBuffer: CInt? = nil) throws {
    self.init(descriptor: socket(AF_INET, PlainSocket.stream, 0))
    if var receiveBuffer {
      _ = unsafe setsockopt(
        descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<CInt>.size))
    }
    try unsafe PlainSocket.withAddress(port) { address, size in
      try PlainSocket.check("connect", unsafe connect(descriptor, address, size))
    }
  }

  deinit { close() }

  func close() {
    guard isOpen.exchange(false, ordering: .relaxed) else { return }
    _ = Self.systemClose(descriptor)
  }

  /// Closes with a reset instead of an orderly end.
  func reset() {
    var abrupt = linger(l_onoff: 1, l_linger: 0)
    _ = unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &abrupt, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  func send(_ bytes: [UInt8]) throws {
    var offset = 0
    while offset < bytes.count {
      offset += try unsafe bytes[offset...].withUnsafeBytes { rest in
        try Self.retrying("send") { unsafe Self.systemSend(descriptor, rest.baseAddress!, rest.count) }
      }
    }
  }

  /// - Returns: no bytes at the end of the stream.
  func receive(atMost limit: Int) throws -> [UInt8] {
    try unsafe [UInt8](unsafeUninitializedCapacity: limit) { room, count in
      count = try Self.retrying("recv") { unsafe recv(descriptor, room.baseAddress!, limit, 0) }
    }
  }

  func receive(exactly count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
      let more = try receive(atMost: min(count - bytes.count, 1 << 20))
      if more.isEmpty { throw PlainSocketError(call: "recv ended", code: 0) }
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
    guard head.hasPrefix("HTTP/1.1 101 ") else { throw PlainSocketError(call: head, code: 0) }
    return socket
  }
}

/// Listens on a port of the system's choice.
final class PlainListener: Sendable {
  let descriptor: CInt
  let port: Int

  init() throws {
    descriptor = socket(AF_INET, PlainSocket.stream, 0)
    let descriptor = descriptor
    port = try unsafe PlainSocket.withAddress(0) { address, size in
      try PlainSocket.check("bind", unsafe bind(descriptor, address, size))
      try PlainSocket.check("listen", listen(descriptor, 8))
      var bound = sockaddr_in()
      var boundSize = socklen_t(MemoryLayout<sockaddr_in>.size)
      try unsafe withUnsafeMutablePointer(to: &bound) {
        try unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          try PlainSocket.check("getsockname", unsafe getsockname(descriptor, $0, &boundSize))
        }
      }
      return Int(UInt16(bigEndian: bound.sin_port))
    }
  }

  deinit { _ = PlainSocket.systemClose(descriptor) }

  func accept() throws -> PlainSocket {
    PlainSocket(descriptor: try PlainSocket.retrying("accept") { PlainSocket.systemAccept(descriptor) })
  }
}

extension PlainSocket {
  #if canImport(Glibc)
    static let stream = CInt(SOCK_STREAM.rawValue)
  #else
    static let stream = SOCK_STREAM
  #endif

  fileprivate static func systemSend(_ descriptor: CInt, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    #if os(Linux)
      unsafe Glibc.send(descriptor, bytes, count, CInt(MSG_NOSIGNAL))
    #else
      unsafe Darwin.send(descriptor, bytes, count, 0)
    #endif
  }

  fileprivate static func systemAccept(_ descriptor: CInt) -> CInt {
    #if os(Linux)
      Glibc.accept(descriptor, nil, nil)
    #else
      Darwin.accept(descriptor, nil, nil)
    #endif
  }

  fileprivate static func systemClose(_ descriptor: CInt) -> CInt {
    #if os(Linux)
      Glibc.close(descriptor)
    #else
      Darwin.close(descriptor)
    #endif
  }

  fileprivate static func check(_ call: String, _ result: some BinaryInteger) throws {
    if result < 0 { throw PlainSocketError(call: call, code: errno) }
  }

  /// Makes a call again that a signal interrupted: with a time limit on the socket, the system does not do it itself.
  fileprivate static func retrying<Result: BinaryInteger>(_ name: String, _ call: () -> Result) throws
    -> Result
  {
    while true {
      let result = call()
      if result >= 0 { return result }
      guard errno == EINTR else { throw PlainSocketError(call: name, code: errno) }
    }
  }

  fileprivate static func withAddress<T>(
    _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> T
  ) throws -> T {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return try unsafe withUnsafePointer(to: &address) {
      try unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        try unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
