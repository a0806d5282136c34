import CLMDB

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A kind of file system that LMDB's locks and memory maps can't be trusted on.
struct FileSystem: Equatable {
  /// What is known of where the files really are.
  enum Kind: Equatable {
    /// On another machine.
    case network
    /// On disks that several machines write to.
    case cluster
    /// In a folder that a virtual machine shares with its host.
    case sharedFolder
    /// Wherever a program says: the kernel does not know.
    case userSpace
  }

  let name: String
  let kind: Kind

  /// The kinds that are refused, by the numbers of linux/magic.h, statfs(2) and the drivers themselves.
  static let refused: [UInt32: FileSystem] = [
    0x6969: FileSystem("NFS", .network),
    0x517B: FileSystem("SMB", .network),
    0xFF53_4D42: FileSystem("CIFS", .network),
    0xFE53_4D42: FileSystem("SMB2", .network),
    0x564C: FileSystem("NCP", .network),
    0x5346_414F: FileSystem("AFS", .network),
    0x6B41_4653: FileSystem("AFS", .network),
    0x7375_7245: FileSystem("Coda", .network),
    0x00C3_6400: FileSystem("Ceph", .network),
    0x0BD0_0BD0: FileSystem("Lustre", .network),
    0x4750_4653: FileSystem("GPFS", .network),
    0x1983_0326: FileSystem("BeeGFS", .network),
    0x2003_0528: FileSystem("OrangeFS", .network),
    0xAAD7_AAEA: FileSystem("PanFS", .network),
    0x0116_1970: FileSystem("GFS2", .cluster),
    0x7461_636F: FileSystem("OCFS2", .cluster),
    0xBACB_ACBC: FileSystem("VMware", .sharedFolder),
    0x786F_4256: FileSystem("VirtualBox", .sharedFolder),
    0x7C7C_6673: FileSystem("Parallels", .sharedFolder),
    0x0102_1997: FileSystem("9P", .sharedFolder),
    // virtiofs reports FUSE's number, too.
    0x6573_5546: FileSystem("FUSE", .userSpace),
  ]

  private init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// - Parameter path: a file or folder that exists.
  /// - Returns: the file system it lies on, if that is one to be refused.
  init?(at path: String) {
    var info = statfs()
    guard unsafe statfs(path, &info) == 0 else { return nil }
    #if canImport(Darwin)
      guard info.f_flags & UInt32(MNT_LOCAL) == 0 else { return nil }
      self.init("network", .network)
    #else
      guard let found = FileSystem.refused[UInt32(truncatingIfNeeded: info.f_type)] else { return nil }
      self = found
    #endif
  }

  /// What it is, for people.
  var description: String {
    switch kind {
    case .network: "a network file system (\(name))"
    case .cluster: "a cluster file system (\(name))"
    case .sharedFolder: "a folder shared between machines (\(name))"
    case .userSpace:
      "a \(name) file system, which may be local (ntfs-3g, fuse-overlayfs), or a network or shared one (sshfs, "
        + "virtiofs)"
    }
  }
}
