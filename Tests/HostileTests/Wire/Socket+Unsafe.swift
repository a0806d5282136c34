import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A TCP connection to 127.0.0.1. Sound because every pointer handed to the system is one to a Swift array or value that
/// lives through the call, with the size of that.
struct Socket: ~Copyable {
  struct Failure: Error, CustomStringConvertible {
    let call: String
    let code: CInt
    var description: String { "\(call): \(unsafe String(cString: strerror(code)))" }
  }

  fileprivate let descriptor: CInt

  fileprivate init(descriptor: CInt) { self.descriptor = descriptor }

  /// - Parameter receiveBuffer: a small one makes this end one that hardly reads.
  init(connectedTo port: Int, receiveBuffer: CInt? = nil) throws {
    descriptor = socket(AF_INET, Self.stream, 0)
    guard descriptor >= 0 else { throw Failure(call: "socket", code: errno) }
    if let receiveBuffer { set(SO_RCVBUF, receiveBuffer) }
    var address = Self.loopback(port)
    let status = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw Failure(call: "connect", code: errno) }
    var flag: CInt = 1
    _ = unsafe setsockopt(
      descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &flag, socklen_t(MemoryLayout<CInt>.size))
  }

  deinit { _ = Self.systemClose(descriptor) }

  /// Ends the connection with a reset, as a machine that went away would.
  consuming func reset() {
    var abrupt = linger(l_onoff: 1, l_linger: 0)
    _ = unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &abrupt, socklen_t(MemoryLayout<linger>.size))
  }

  /// Says that no more will be sent.
  func finishSending() { _ = shutdown(descriptor, CInt(SHUT_WR)) }

  /// Waits until bytes can be read or written.
  borrowing func wait(reading: Bool, writing: Bool, _ time: Duration) throws -> (
    readable: Bool, writable: Bool
  ) {
    var state = pollfd(
      fd: descriptor, events: Int16((reading ? POLLIN : 0) | (writing ? POLLOUT : 0)), revents: 0)
    let milliseconds = max(0, time / .milliseconds(1))
    let status = unsafe poll(&state, 1, CInt(min(milliseconds.rounded(.up), 1e9)))
    guard status >= 0 || errno == EINTR else { throw Failure(call: "poll", code: errno) }
    let ended = Int32(state.revents) & (POLLHUP | POLLERR) != 0
    return (
      status > 0 && reading && (ended || Int32(state.revents) & POLLIN != 0),
      status > 0 && writing && (ended || Int32(state.revents) & POLLOUT != 0)
    )
  }

  /// Sends what the system takes at once.
  ///
  /// - Returns: how many of the bytes from `offset` on that were.
  func sendSome(_ bytes: [UInt8], from offset: Int) throws -> Int {
    let count = unsafe bytes.withUnsafeBytes {
      unsafe Self.systemSend(descriptor, $0.baseAddress! + offset, $0.count - offset)
    }
    if count < 0 {
      guard errno == EAGAIN || errno == EINTR else { throw Failure(call: "send", code: errno) }
      return 0
    }
    return count
  }

  /// Appends what has come.
  ///
  /// - Returns: how many bytes; 0 at the end of the stream.
  func receive(into bytes: inout [UInt8], atMost limit: Int = 1 << 18) throws -> Int {
    var count = 0
    let received = unsafe [UInt8](unsafeUninitializedCapacity: limit) { room, filled in
      unsafe count = recv(descriptor, room.baseAddress!, limit, 0)
      filled = max(count, 0)
    }
    guard count >= 0 else { throw Failure(call: "recv", code: errno) }
    bytes.append(contentsOf: received)
    return count
  }

  private func set(_ option: CInt, _ value: CInt) {
    var value = value
    _ = unsafe setsockopt(
      descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<CInt>.size))
  }

  fileprivate static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }

  #if canImport(Glibc)
    fileprivate static let stream = CInt(SOCK_STREAM.rawValue)
  #else
    fileprivate static let stream = SOCK_STREAM
  #endif

  private static func systemSend(_ descriptor: CInt, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    #if os(Linux)
      unsafe Glibc.send(descriptor, bytes, count, CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT))
    #else
      unsafe Darwin.send(descriptor, bytes, count, MSG_DONTWAIT)
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
}

/// Listens on a port of the system's choice.
struct Listener: ~Copyable {
  private let socket: Socket
  let port: Int

  init() throws {
    let descriptor = Foundation.socket(AF_INET, Socket.stream, 0)
    socket = Socket(descriptor: descriptor)
    var address = Socket.loopback(0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafeMutablePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        let bound = unsafe bind(descriptor, $0, size)
        return unsafe bound == 0 && listen(descriptor, 64) == 0 ? getsockname(descriptor, $0, &size) : -1
      }
    }
    guard status == 0 else { throw Socket.Failure(call: "listen", code: errno) }
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  /// - Returns: `nil` if nobody came in time.
  func accept(within time: Duration) throws -> Socket? {
    guard try socket.wait(reading: true, writing: false, time).readable else { return nil }
    let accepted = Socket.systemAccept(socket.descriptor)
    guard accepted >= 0 else { throw Socket.Failure(call: "accept", code: errno) }
    return Socket(descriptor: accepted)
  }
}
