import LMDB

extension Store {
  /// How a store is opened.
  public struct Options: Sendable {
    /// What may be done with the file.
    public enum Access: Sendable {
      /// Read and write; the file is created if there is none.
      case readWrite
      /// Read and write a file that exists.
      case existing
      /// Read a file that exists. LMDB still writes its lock file.
      case readOnly
    }

    /// When a write counts as done.
    public enum Durability: Sendable {
      /// It is on the disk when it returns.
      case full
      /// A power cut may undo the last writes, but never damages the file.
      case recentWritesMayBeLost
      /// Nothing is waited for: a power cut may damage the whole file. For data that can be made again.
      case fileMayBeLost
    }

    public var access = Access.readWrite
    public var durability = Durability.full
    /// The size of the memory map in bytes: the most the file can grow to. `nil` asks for 1 TiB, or as
    /// much less as the system allows; it takes address space only, neither memory nor disk space.
    public var mapSize: Int?
    /// How many snapshots may be open at once, in all processes: reads that run, readers and pinned records.
    public var maxReaders = 4096
    /// Whether a file on a network file system is accepted, where locks and maps may not be reliable.
    public var allowsNetworkFileSystem = false
    /// Whether every record is verified when it is read.
    ///
    /// Records are verified when they are put, so this is for files that come from elsewhere.
    public var verifyOnRead = false

    public init() {}

    /// For reading a file that exists.
    public static var readOnly: Options {
      var options = Options()
      options.access = .readOnly
      return options
    }

    var environment: Environment.Options {
      var options = Environment.Options()
      switch access {
      case .readWrite: options.access = .readWrite
      case .existing: options.access = .existing
      case .readOnly: options.access = .readOnly
      }
      switch durability {
      case .full: options.durability = .full
      case .recentWritesMayBeLost: options.durability = .recentCommitsMayBeLost
      case .fileMayBeLost: options.durability = .fileMayBeLost
      }
      options.mapSize = mapSize
      options.maxReaders = maxReaders
      options.allowsNetworkFileSystem = allowsNetworkFileSystem
      return options
    }
  }
}
