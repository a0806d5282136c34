#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Where the operating system has mapped a database file in this process.
///
/// LMDB does not tell; on Linux the kernel does (proc(5), `/proc/self/maps`).
public struct MemoryMap: Sendable {
  /// The addresses; `nil` if the file is not mapped or the system does not say.
  private let addresses: Range<UInt>?

  /// Looks up the mapping of a file that is open as a database. It stays where it is until the
  /// environment is closed.
  public init(ofFileAt path: String) {
    addresses = MemoryMap.find(path)
  }

  /// Whether all of `bytes` lie within the mapping; false if it is not known.
  public func contains(_ bytes: RawSpan) -> Bool {
    guard let addresses else { return false }
    return unsafe bytes.withUnsafeBytes { bytes in
      let start = UInt(bitPattern: bytes.baseAddress)
      return start >= addresses.lowerBound && start <= addresses.upperBound
        && UInt(bytes.count) <= addresses.upperBound - start
    }
  }

  private static func find(_ path: String) -> Range<UInt>? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, let file = unsafe fopen("/proc/self/maps", "r") else { return nil }
    defer { unsafe fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { unsafe free(line) }
    var found: Range<UInt>?
    // address range, permissions, offset, device, inode, path
    while unsafe getline(&line, &capacity, file) > 0, let text = unsafe line {
      let fields = unsafe String(cString: text).split(separator: " ", maxSplits: 5)
      guard fields.count >= 5, UInt64(fields[4]) == UInt64(status.st_ino),
        fields[3] == device(UInt64(status.st_dev))
      else { continue }
      let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard ends.count == 2, ends[0] <= ends[1] else { continue }
      // The kernel may list one mapping in neighbouring pieces.
      if let known = found, known.upperBound == ends[0] {
        found = known.lowerBound..<ends[1]
      } else if found == nil {
        found = ends[0]..<ends[1]
      }
    }
    return found
  }

  /// The device as the kernel prints it: major and minor number in hexadecimal.
  private static func device(_ number: UInt64) -> String {
    #if os(Linux)
      let major = (number >> 8 & 0xFFF) | (number >> 32 & ~0xFFF)
      let minor = (number & 0xFF) | (number >> 12 & ~0xFF)
    #else
      let (major, minor) = (number >> 24, number & 0xFF_FFFF)
    #endif
    func hex(_ value: UInt64) -> String {
      let digits = String(value, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }
    return hex(major) + ":" + hex(minor)
  }
}
