#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Where the operating system has mapped a database file in this process.
///
/// LMDB does not tell; on Linux the kernel does (proc(5), `/proc/self/maps`). Follows the map when it moves
/// because another process made the database larger.
package struct MemoryMap: Sendable {
  private let range: MappedRange

  init(_ range: MappedRange) { self.range = range }

  /// Whether all of `bytes` lie within the mapping; false if it is not known.
  ///
  /// The answer holds as long as a snapshot of the database stays open that was open when this was asked: a
  /// map does not move meanwhile.
  package func contains(_ bytes: RawSpan) -> Bool {
    let addresses = range.addresses
    guard !addresses.isEmpty else { return false }
    return unsafe bytes.withUnsafeBytes { bytes in
      let start = UInt(bitPattern: bytes.baseAddress)
      return start >= addresses.lowerBound && start <= addresses.upperBound
        && UInt(bytes.count) <= addresses.upperBound - start
    }
  }

  /// Looks up the mapping of a file that is open as a database: the longest, if others map parts of it.
  static func find(_ identity: FileIdentity) -> Range<UInt>? {
    guard let file = unsafe fopen("/proc/self/maps", "re") else { return nil }
    defer { unsafe fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { unsafe free(line) }
    var found: [Range<UInt>] = []
    // address range, permissions, offset, device, inode, path
    while unsafe getline(&line, &capacity, file) > 0, let text = unsafe line {
      let fields = unsafe String(cString: text).split(separator: " ", maxSplits: 5)
      guard fields.count >= 5, UInt64(fields[4]) == identity.inode,
        fields[3] == device(identity.device)
      else { continue }
      let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard ends.count == 2, ends[0] <= ends[1] else { continue }
      // The kernel may list one mapping in neighbouring pieces.
      if let last = found.last, last.upperBound == ends[0] {
        found[found.endIndex - 1] = last.lowerBound..<ends[1]
      } else {
        found.append(ends[0]..<ends[1])
      }
    }
    return found.max { $0.count < $1.count }
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

extension Environment {
  /// Where the file is mapped: tells whether bytes lie in the database or elsewhere.
  package var memoryMap: MemoryMap { MemoryMap(mappedRange) }
}
