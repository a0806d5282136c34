import Testing

@testable import LMDB

@Suite struct FileSystemTests {
  @Test(arguments: [
    (0x6969, "NFS"), (0xFF53_4D42, "CIFS"), (0xFE53_4D42, "SMB2"), (0x0102_1997, "9P"), (0x6573_5546, "FUSE"),
    (0x786F_4256, "VirtualBox"), (0x7C7C_6673, "Parallels"), (0xBACB_ACBC, "VMware"), (0x0116_1970, "GFS2"),
    (0x7461_636F, "OCFS2"), (0x1983_0326, "BeeGFS"), (0x00C3_6400, "Ceph"), (0x0BD0_0BD0, "Lustre"),
  ])
  func `file systems that others share are known by their numbers`(number: UInt32, name: String) throws {
    let found = try #require(FileSystem.refused[number])
    #expect(found.name == name)
    #expect(found.description.contains(name))
  }

  /// ext4, tmpfs, XFS, btrfs, ZFS, F2FS, overlay, ramfs, exFAT, NTFS3, APFS, eCryptfs, bcachefs.
  @Test(arguments: [
    0xEF53, 0x0102_1994, 0x5846_5342, 0x9123_683E, 0x2FC1_2FC1, 0xF2F5_2010, 0x794C_7630, 0x8584_58F6,
    0x2011_BAB0,
    0x7366_746E, 0x1A, 0xF15F, 0xCA45_1A4E,
  ])
  func `local file systems are not refused`(number: UInt32) {
    #expect(FileSystem.refused[number] == nil)
  }

  @Test func `file systems in user space are said to be local or not`() throws {
    let text = try #require(FileSystem.refused[0x6573_5546]).description
    #expect(text.contains("ntfs-3g") && text.contains("virtiofs"))
    let error = LMDBError(.networkFileSystem, "open x: it lies on \(text)")
    #expect(error.description.contains("allowsNetworkFileSystem"))
  }

  @Test func `a local folder is none of them, and a missing one is not known`() {
    #expect(FileSystem(at: "/") == nil)
    #expect(FileSystem(at: "/no such folder") == nil)
  }
}
