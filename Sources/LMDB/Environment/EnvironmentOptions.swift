extension Environment {
  /// How an environment is opened.
  public struct Options: Sendable {
    /// What may be done with the file.
    public var access = FileAccess.readWrite
    /// When a commit counts as done; ``Environment/synchronize()`` makes all of them durable.
    public var durability = Durability.full
    /// The size of the memory map in bytes: the most the file can grow to.
    ///
    /// `nil` asks for 1 TiB, or as much less as the system allows. The map takes address space only;
    /// neither memory nor disk space. It is large because it can't be resized while anyone reads. When another
    /// process makes the database larger than this, that one's size is taken over.
    public var mapSize: Int?
    /// How many read transactions may be open at once, in all processes. A slot takes 64 bytes.
    ///
    /// The number counts for the process that opens the file first.
    public var maxReaders = 4096
    /// How many named databases may be opened. Each costs some bytes in every transaction.
    public var maxDatabases = 256
    /// Whether a file is accepted on a file system where locks and memory maps may not be reliable: a network,
    /// cluster or shared one, or one in user space (FUSE).
    public var allowsNetworkFileSystem = false
    /// Whether snapshots are read by this package's reader of pages; by LMDB's functions otherwise, which trust the
    /// file.
    package var readsPages = true

    public init() {}
  }

  /// The limits of LMDB that are checked before it is asked.
  public enum Limits {
    /// The longest key, in bytes.
    public static let keyLength = 511
    /// The largest value, in bytes: 2 GiB less 64 KiB. Larger ones fail at commit only, because the
    /// system writes no more than that at once.
    public static let valueSize = 0x7FFF_0000
  }
}
