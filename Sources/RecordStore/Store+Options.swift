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
      /// Read a file that nobody changes, without a lock file: on media that can't be written, or another user's.
      ///
      /// Who opens a file so promises that no program writes to it meanwhile: what is read might be overwritten, and
      /// records be wrong without a sign of it. A file that another process has open is refused, as far as its lock file
      /// can be read.
      case immutable
    }

    /// When a write counts as done.
    public enum Durability: Sendable {
      /// It is on the disk when it returns.
      case full
      /// A power cut may undo the last writes, but never damages the file: those since ``Store/synchronize()``.
      case recentWritesMayBeLost
      /// Nothing is waited for: a power cut may damage the whole file, unless ``Store/synchronize()`` was the last that
      /// was done. For data that can be made again.
      ///
      /// After a power cut, verify the file (``Store/verify(path:immutable:onProgress:)``) before it is opened, or open it
      /// with ``Options/verifyOnRead``: records are trusted otherwise, and reading damaged ones can end the program.
      case fileMayBeLost
    }

    public var access = Access.readWrite
    public var durability = Durability.full
    /// The most writes that share one commit.
    ///
    /// Callers wait until their write is committed, suspended or blocked, so that none gets ahead of the disk; those
    /// beyond the limit wait for a later commit, in the order they came.
    public var maxWritesPerCommit = 1024
    /// The size of the memory map in bytes: the most the file can grow to. `nil` asks for 1 TiB, or as
    /// much less as the system allows; it takes address space only, neither memory nor disk space.
    public var mapSize: Int?
    /// How many snapshots may be open at once, in all processes: reads that run, readers and pinned records.
    public var maxReaders = 4096
    /// For how long a snapshot may be read after a later commit overtook it; `nil` without end.
    ///
    /// A snapshot that is held keeps the pages of its state from being used again, and the file may grow with each
    /// commit. Past the limit the next look-up throws ``StoreError/Code/snapshotTooOld``. Nothing is taken away: what
    /// was read stays valid, and the snapshot is let go of when the read returns or the reader ends. Pinned records
    /// are copied, because nothing could end them. Costs look-ups nothing; exceeded by a quarter at most, or 20
    /// milliseconds.
    public var snapshotAgeLimit: Duration?
    /// Who is told regularly which snapshots are held; see ``Store/readers``.
    public var readerReports: ReaderReports?
    /// Whether a file is accepted on a file system where locks and maps may not be reliable: a network, cluster or
    /// shared one, or one in user space (FUSE).
    public var allowsNetworkFileSystem = false
    /// Whether every record is verified when it is read.
    ///
    /// Records are verified when they are put, so this is for files that come from elsewhere, or lost power while they
    /// were written with ``Durability/fileMayBeLost``.
    public var verifyOnRead = false

    /// Whether a file is taken over that other programs made or wrote to: each of its records is verified, and all
    /// indexes are made anew. Otherwise a file that no store made is only opened for reading, and one that others wrote
    /// to is verified at each read and its indexes throw.
    public var adopting = false
    /// Whether the file has a log of changes, from which streams can go on where they ended, and changes of other
    /// processes are told row by row. The setting stays in the file.
    public var changeLog = ChangeLogging.asInFile
    /// Changes of the schema that the program knows of, and that would be refused otherwise.
    public var accepting: Set<AcceptedChange> = []
    /// How long opening waits for another process to end writing, which may be building an index; `nil` without end.
    /// It waits only if the file has to be changed.
    public var waitingAtMost: Duration?
    /// Told what opening does while it may take long: verifying records, building indexes, migrating. Called on any
    /// thread.
    public var onProgress: @Sendable (OpeningProgress) -> Void = { _ in }
    /// Where the file is copied to before it is migrated; nothing may be there. Not copied if no migration runs.
    public var backup: String?

    /// Databases that may be open besides those of the schemas: the store's own, and tables of older schemas.
    static var spareDatabases: Int { 128 }

    public init() {}

    /// For reading a file that exists.
    public static var readOnly: Options {
      var options = Options()
      options.access = .readOnly
      return options
    }

    /// How the environment is opened for the tables of some schemas.
    ///
    /// - Parameters:
    ///   - schemas: each table and index is a database of its own.
    ///   - spare: how many databases may be open besides.
    func environment(for schemas: [StoreSchema], spare: Int) -> Environment.Options {
      var options = Environment.Options()
      switch access {
      case .readWrite: options.access = .readWrite
      case .existing: options.access = .existing
      case .readOnly: options.access = .readOnly
      case .immutable: options.access = .immutable
      }
      switch durability {
      case .full: options.durability = .full
      case .recentWritesMayBeLost: options.durability = .recentCommitsMayBeLost
      case .fileMayBeLost: options.durability = .fileMayBeLost
      }
      options.mapSize = mapSize
      options.maxReaders = maxReaders
      options.maxDatabases = spare
      for table in schemas.lazy.flatMap(\.tables) { options.maxDatabases += 1 + table.indexes.count }
      options.allowsNetworkFileSystem = allowsNetworkFileSystem
      return options
    }
  }
}
