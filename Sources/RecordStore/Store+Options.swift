public import LMDB

extension Store {
  /// How a store is opened.
  public struct Options: Sendable {
    /// What may be done with the file.
    public typealias Access = FileAccess
    /// When a write counts as done.
    public typealias Durability = LMDB.Durability

    /// What concerns the file, with LMDB's defaults.
    private var file = Environment.Options()

    /// What may be done with the file; ``FileAccess/readWrite`` by default.
    public var access: Access {
      get { file.access }
      set { file.access = newValue }
    }
    /// When a write counts as done, ``Durability/full`` by default; ``Store/synchronize()`` makes all of them durable.
    ///
    /// A file whose last commits were made without waiting (`fileMayBeLost`) is not trusted once the machine was
    /// started again: its records are verified at each read and its indexes throw until ``adopting`` or
    /// ``Store/rebuildIndexes(onProgress:)`` has looked at all of it.
    public var durability: Durability {
      get { file.durability }
      set { file.durability = newValue }
    }
    /// The most writes that share one commit.
    ///
    /// Callers wait until their write is committed, suspended or blocked, so that none gets ahead of the disk; those
    /// beyond the limit wait for a later commit, in the order they came.
    public var maxWritesPerCommit = 1024
    /// The size of the memory map in bytes: the most the file can grow to. `nil` asks for 1 TiB, or as
    /// much less as the system allows; it takes address space only, neither memory nor disk space.
    public var mapSize: Int? {
      get { file.mapSize }
      set { file.mapSize = newValue }
    }
    /// How many snapshots may be open at once, in all processes: reads that run, readers and pinned records. 4096 by
    /// default.
    public var maxReaders: Int {
      get { file.maxReaders }
      set { file.maxReaders = newValue }
    }
    /// For how long a snapshot may be read after a later commit overtook it; `nil` without end.
    ///
    /// A snapshot that is held keeps the pages of its state from being used again, and the file may grow with each
    /// commit. Past the limit the next look-up throws ``StoreError/Code/snapshotTooOld``. Nothing is taken away: what
    /// was read stays valid, and the snapshot is let go of when the read returns or the reader ends. Pinned records
    /// are copied, because nothing could end them. Costs single look-ups nothing, and walks a little for each record;
    /// exceeded by a quarter at most, or 20 milliseconds.
    public var snapshotAgeLimit: Duration?
    /// Who is told regularly which snapshots are held; see ``Store/readers``.
    public var readerReports: ReaderReports?
    /// Whether a file is accepted on a file system where locks and maps may not be reliable: a network, cluster or
    /// shared one, or one in user space (FUSE). By default it is not.
    public var allowsNetworkFileSystem: Bool {
      get { file.allowsNetworkFileSystem }
      set { file.allowsNetworkFileSystem = newValue }
    }
    /// Whether every record is verified when it is read.
    ///
    /// Records are verified when they are put, so this is for files that come from elsewhere.
    public var verifyOnRead = false

    /// Whether a file is taken over that other programs made or wrote to, or that the machine may have left unfinished
    /// (see ``durability``): each of its records is verified, and all indexes are made anew. Otherwise a file that no
    /// store made is only opened for reading, and of the others each record is verified when it is read, and indexes
    /// throw.
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

    /// The machine's run that goes on; tests have others.
    package var session = BootSession.current
    /// What commits note that don't wait for the disk.
    var sessionOfCommits: BootSession? { durability == .fileMayBeLost ? session : nil }

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
      var options = file
      options.maxDatabases = spare
      for table in schemas.lazy.flatMap(\.tables) { options.maxDatabases += 1 + table.indexes.count }
      return options
    }
  }
}
