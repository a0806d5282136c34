import Programs

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A TCP connection to 127.0.0.1.
struct Socket: ~Copyable {
  fileprivate let descriptor: CInt
  private var isAbrupt = false

  fileprivate init(descriptor: CInt) { self.descriptor = descriptor }

  /// - Parameter receiveBuffer: a small one makes this end one that hardly reads.
  init(connectedTo port: Int, receiveBuffer: CInt? = nil) throws {
    descriptor = try Loopback.makeConnection(to: port, receiveBuffer: receiveBuffer)
    Loopback.set(TCP_NODELAY, at: CInt(IPPROTO_TCP), to: 1 as CInt, of: descriptor)
  }

  deinit { Loopback.closeSocket(descriptor, isAbrupt: isAbrupt) }

  /// Ends the connection with a reset, as a machine that went away would.
  consuming func reset() { isAbrupt = true }

  /// Says that no more will be sent.
  func finishSending() { _ = shutdown(descriptor, CInt(SHUT_WR)) }

  /// Waits until bytes can be read or written.
  borrowing func wait(reading: Bool, writing: Bool, _ time: Duration) throws -> (
    readable: Bool, writable: Bool
  ) {
    let events = CInt((reading ? POLLIN : 0) | (writing ? POLLOUT : 0))
    let seen = try Loopback.wait(for: events, of: descriptor, within: time)
    let ended = seen & CInt(POLLHUP | POLLERR) != 0
    return (
      reading && (ended || seen & CInt(POLLIN) != 0), writing && (ended || seen & CInt(POLLOUT) != 0)
    )
  }

  /// Sends what the system takes at once.
  ///
  /// - Returns: how many of the bytes from `offset` on that were.
  func sendSome(_ bytes: [UInt8], from offset: Int) throws -> Int {
    try Loopback.sendSome(bytes, from: offset, over: descriptor, waits: false)
  }

  /// Appends what has come.
  ///
  /// - Returns: how many bytes; 0 at the end of the stream.
  func receive(into bytes: inout [UInt8], atMost limit: Int = 1 << 18) throws -> Int {
    let received = try Loopback.receiveSome(atMost: limit, over: descriptor)
    bytes += received
    return received.count
  }
}

/// Listens on a port of the system's choice.
struct Listener: ~Copyable {
  private let socket: Socket
  let port: Int

  init() throws {
    let (descriptor, port) = try Loopback.makeListener()
    socket = Socket(descriptor: descriptor)
    self.port = port
  }

  /// - Returns: `nil` if nobody came in time.
  func accept(within time: Duration) throws -> Socket? {
    guard try socket.wait(reading: true, writing: false, time).readable else { return nil }
    return Socket(descriptor: try Loopback.acceptConnection(at: socket.descriptor))
  }
}
