#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the system does with sockets of this machine, for tests that put bytes of their own on the wire.
///
/// Whoever is given a descriptor has to close it. Sound because every pointer handed to the system is one to an array or
/// a value that lives through the call, with the size of that.
public enum Loopback {
  public struct Failure: Error, CustomStringConvertible {
    public let call: String
    /// What the system calls its reason; `nil` where it gave none.
    public let code: CInt?

    public init(call: String, code: CInt?) {
      self.call = call
      self.code = code
    }

    /// What the system said last.
    fileprivate init(call: String) { self.init(call: call, code: errno) }

    public var description: String {
      call + (code.map { ": \(unsafe String(cString: strerror($0)))" } ?? "")
    }
  }

  // MARK: Opening and closing

  /// - Parameter receiveBuffer: a small one makes this end one that hardly reads.
  /// - Returns: the descriptor of a connection.
  public static func makeConnection(to port: Int, receiveBuffer: CInt? = nil) throws -> CInt {
    try makeSocket { descriptor in
      if let receiveBuffer { set(SO_RCVBUF, to: receiveBuffer, of: descriptor) }
      var address = address(port)
      try unsafe withPointer(to: &address) { address, size in
        guard unsafe connect(descriptor, address, size) == 0 else { throw Failure(call: "connect") }
      }
      return descriptor
    }
  }

  /// Listens on a port of the system's choice.
  public static func makeListener() throws -> (descriptor: CInt, port: Int) {
    try makeSocket { descriptor in
      var address = address(0)
      try unsafe withPointer(to: &address) { address, size in
        var size = size
        guard unsafe bind(descriptor, address, size) == 0, listen(descriptor, 64) == 0,
          unsafe getsockname(descriptor, address, &size) == 0
        else { throw Failure(call: "listen") }
      }
      return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }
  }

  /// - Returns: the descriptors of the two ends of a local stream.
  public static func makePair() throws -> (CInt, CInt) {
    var ends: [CInt] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, stream, 0, &ends) == 0 else { throw Failure(call: "socketpair") }
    return (ends[0], ends[1])
  }

  /// Waits for whoever comes next.
  ///
  /// - Returns: the descriptor of the connection.
  public static func acceptConnection(at listener: CInt) throws -> CInt {
    try retrying("accept") { accept(listener, nil, nil) }
  }

  /// - Parameter isAbrupt: whether with a reset instead of an orderly end.
  public static func closeSocket(_ descriptor: CInt, isAbrupt: Bool = false) {
    if isAbrupt { set(SO_LINGER, to: linger(l_onoff: 1, l_linger: 0), of: descriptor) }
    _ = close(descriptor)
  }

  /// Sets an option of a socket; one that the system does not take stays as it was.
  ///
  /// - Parameter level: whose option it is; `nil` for sockets of all kinds.
  public static func set<Value: BitwiseCopyable>(
    _ option: CInt, at level: CInt? = nil, to value: Value, of descriptor: CInt
  ) {
    var value = value
    _ = unsafe setsockopt(
      descriptor, level ?? SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Value>.size))
  }

  // MARK: Sending and receiving

  /// Sends what the system takes.
  ///
  /// - Parameter waits: until it takes anything, for as long as the socket may.
  /// - Returns: how many of the bytes from `offset` on were taken.
  public static func sendSome(
    _ bytes: [UInt8], from offset: Int, over descriptor: CInt, waits: Bool
  ) throws -> Int {
    #if os(Linux)
      let always = CInt(MSG_NOSIGNAL)
    #else
      let always: CInt = 0
    #endif
    let flags = waits ? always : always | CInt(MSG_DONTWAIT)
    do {
      return try unsafe bytes[offset...].withUnsafeBytes { rest in
        try retrying("send") { unsafe send(descriptor, rest.baseAddress, rest.count, flags) }
      }
    } catch let failure as Failure where failure.code == EAGAIN && !waits {
      return 0
    }
  }

  /// Waits for bytes, for as long as the socket may.
  ///
  /// - Returns: none at the end of the stream.
  public static func receiveSome(atMost limit: Int, over descriptor: CInt) throws -> [UInt8] {
    try unsafe [UInt8](unsafeUninitializedCapacity: limit) { room, count in
      count = try retrying("recv") { unsafe recv(descriptor, room.baseAddress, limit, 0) }
    }
  }

  /// Waits until something of `events` is the case, or the connection has ended.
  ///
  /// - Returns: what is, as poll(2) says it.
  public static func wait(for events: CInt, of descriptor: CInt, within time: Duration) throws -> CInt {
    let milliseconds = (max(.zero, time) / .milliseconds(1)).rounded(.up)
    var state = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    let status = unsafe poll(&state, 1, CInt(min(milliseconds, 1e9)))
    guard status >= 0 || errno == EINTR else { throw Failure(call: "poll") }
    return status > 0 ? CInt(state.revents) : 0
  }

  // MARK: The system

  private static var stream: CInt {
    #if canImport(Glibc)
      CInt(SOCK_STREAM.rawValue)
    #else
      SOCK_STREAM
    #endif
  }

  /// Makes a socket, which is closed if `body` fails.
  private static func makeSocket<R>(_ body: (CInt) throws -> R) throws -> R {
    let descriptor = socket(AF_INET, stream, 0)
    guard descriptor >= 0 else { throw Failure(call: "socket") }
    do {
      return try body(descriptor)
    } catch {
      closeSocket(descriptor)
      throw error
    }
  }

  private static func address(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }

  private static func withPointer(
    to address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) throws -> Void
  ) throws {
    try unsafe withUnsafeMutablePointer(to: &address) {
      try unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        try unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  /// Makes a call again that a signal interrupted: with a time limit on the socket, the system does not do it itself.
  private static func retrying<Result: BinaryInteger>(_ name: String, _ call: () -> Result) throws -> Result {
    while true {
      let result = call()
      if result >= 0 { return result }
      guard errno == EINTR else { throw Failure(call: name) }
    }
  }
}
