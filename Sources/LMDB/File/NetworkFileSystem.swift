import CLMDB

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Finds out whether a file would lie on another machine.
enum NetworkFileSystem {
  /// - Parameter folder: a path that exists.
  /// - Returns: the file system's name if it is one whose locks and maps LMDB can't rely on.
  static func name(at folder: String) -> String? {
    var info = statfs()
    guard unsafe statfs(folder, &info) == 0 else { return nil }
    #if canImport(Darwin)
      return info.f_flags & UInt32(MNT_LOCAL) == 0 ? "a network volume" : nil
    #else
      return names[UInt32(truncatingIfNeeded: info.f_type)]
    #endif
  }

  /// The numbers of linux/magic.h and statfs(2).
  private static let names: [UInt32: String] = [
    0x6969: "NFS", 0x517B: "SMB", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB2", 0x5346_414F: "AFS",
    0x7375_7245: "Coda", 0x00C3_6400: "Ceph", 0x0102_1997: "9P", 0x0BD0_0BD0: "Lustre",
    0x4750_4653: "GPFS",
  ]
}
