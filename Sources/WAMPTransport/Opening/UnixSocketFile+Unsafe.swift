#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file that a Unix socket is bound to.
///
/// Sound because each structure is handed to the system with its own size, for the time of one call.
struct UnixSocketFile: Sendable {
  struct Failure: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    fileprivate init(call: String) {
      let text = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "errno \(errno)"
      description = "\(call): \(text)"
    }
  }

  private let path: String
  private let inode: UInt64

  /// Binds a new socket to a path. A socket file that nobody listens on any more is replaced; any other file stays.
  ///
  /// - Parameter mode: who may connect; never, not even for a moment, may anyone else.
  /// - Returns: the file, and the descriptor, which the caller owns.
  static func bind(_ path: String, mode: UInt16) throws(Failure) -> (file: UnixSocketFile, descriptor: CInt) {
    try removeStale(path)
    let descriptor = try makeSocket()
    do throws(Failure) {
      // The file gets the mode of its socket, less the mask of the process, so that there is no time in between.
      if fchmod(descriptor, mode_t(mode)) < 0 { throw Failure(call: "fchmod") }
      if try call(.bind, descriptor, path) < 0 { throw Failure(call: "bind") }
      if unsafe chmod(path, mode_t(mode)) < 0 { throw Failure(call: "chmod") }
      guard let status = status(of: path) else { throw Failure(call: "stat") }
      return (UnixSocketFile(path: path, inode: UInt64(status.st_ino)), descriptor)
    } catch {
      _ = close(descriptor)
      throw error
    }
  }

  /// Removes the file, unless another one has taken its place.
  func remove() {
    if let status = Self.status(of: path), UInt64(status.st_ino) == inode { _ = unsafe unlink(path) }
  }

  private static func removeStale(_ path: String) throws(Failure) {
    guard let status = status(of: path) else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw Failure("there is a file that is not a socket") }
    let descriptor = try makeSocket()
    defer { _ = close(descriptor) }
    if try call(.connect, descriptor, path) == 0 { throw Failure("another program listens there") }
    // Full, or not to be entered: somebody listens.
    guard errno == ECONNREFUSED else { throw Failure(call: "connect") }
    _ = unsafe unlink(path)
  }

  private static func status(of path: String) -> stat? {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status : nil
  }

  private static func makeSocket() throws(Failure) -> CInt {
    #if canImport(Glibc)
      let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    if descriptor < 0 { throw Failure(call: "socket") }
    // Asking whether somebody listens must not wait for one who does not accept.
    if fcntl(descriptor, F_SETFL, O_NONBLOCK) < 0 {
      _ = close(descriptor)
      throw Failure(call: "fcntl")
    }
    return descriptor
  }

  private enum AddressCall {
    case bind
    case connect
  }

  private static func call(
    _ function: AddressCall, _ descriptor: CInt, _ path: String
  ) throws(Failure) -> CInt {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    // One stays zero, which ends the path.
    guard bytes.count < room else { throw Failure("the path takes \(bytes.count) bytes, of \(room - 1)") }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    return unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe system(function, descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  @unsafe
  private static func system(
    _ function: AddressCall, _ descriptor: CInt, _ address: UnsafePointer<sockaddr>, _ size: socklen_t
  ) -> CInt {
    #if canImport(Glibc)
      switch function {
      case .bind: unsafe Glibc.bind(descriptor, address, size)
      case .connect: unsafe Glibc.connect(descriptor, address, size)
      }
    #elseif canImport(Musl)
      switch function {
      case .bind: unsafe Musl.bind(descriptor, address, size)
      case .connect: unsafe Musl.connect(descriptor, address, size)
      }
    #else
      switch function {
      case .bind: unsafe Darwin.bind(descriptor, address, size)
      case .connect: unsafe Darwin.connect(descriptor, address, size)
      }
    #endif
  }
}
