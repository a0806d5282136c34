#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// A file's bytes where the system keeps them, until this object goes.
///
/// Sound because the mapping is private and only read, ends with this object, and its size is the file's when it was made.
/// Unchecked `Sendable` because nothing of it ever changes.
@safe private final class MappedFile: @unchecked Sendable {
  let bytes: UnsafeMutableRawBufferPointer

  init(_ bytes: UnsafeMutableRawBufferPointer) { unsafe self.bytes = bytes }

  deinit { unsafe munmap(bytes.baseAddress, bytes.count) }
}

/// Why a file cannot be mapped into memory.
public struct FileMappingError: Error, Sendable, Equatable, CustomStringConvertible {
  public let path: String
  /// The system's number of the reason, `errno`.
  public let code: CInt

  public var description: String {
    let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "errno \(code)"
    return "the file '\(path)' cannot be mapped: \(reason)"
  }
}

extension SharedBytes {
  /// The bytes of a file, mapped into memory: read by the system when they are looked at, and shared with all who map them.
  ///
  /// The file must not get shorter while these bytes live: the system ends a program that looks at what is gone. Nor may
  /// it be written to, as what was verified would be something else. To put another file in its place is no harm.
  ///
  /// - Throws: ``FileMappingError`` if it cannot be opened, or is no file with bytes of its own.
  public init(mappingFileAt path: String) throws(FileMappingError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileMappingError(path: path, code: errno) }
    defer { _ = close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw FileMappingError(path: path, code: errno) }
    let count = Int(status.st_size)
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileMappingError(path: path, code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : ENODEV)
    }
    guard count > 0 else {
      self.init()
      return
    }
    guard let start = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0),
      unsafe start != MAP_FAILED
    else { throw FileMappingError(path: path, code: errno) }
    let file = unsafe MappedFile(UnsafeMutableRawBufferPointer(start: start, count: count))
    unsafe self.init(unsafeStart: UnsafeRawPointer(start), count: count, keptAliveBy: file)
  }
}
