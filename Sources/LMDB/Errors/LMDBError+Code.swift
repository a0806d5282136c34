import CLMDB

extension LMDBError {
  /// The kinds of failure; later versions may have more.
  public struct Code: Sendable, Hashable {
    private let kind: Kind

    private init(_ kind: Kind) { self.kind = kind }

    private enum Kind {
      // LMDB's codes, in the order of lmdb.h.
      case keyExists, notFound, pageMissing, corrupted, panic, versionMismatch, notADatabase
      case mapFull, databasesFull, readersFull, threadKeysFull, transactionFull, cursorFull, pageFull
      case mapResized, incompatible, badReaderSlot, badTransaction, badValueSize, badDatabase
      // The system's.
      case noSpace, noPermission, noMemory, exists, processIDTaken, system
      // Found before LMDB is asked.
      case invalidOption, missing, notAFile, damaged, networkFileSystem, alreadyOpen, inUse, forked,
        closed,
        nestedWrite, readOnly,
        snapshotsOpen
      case keyEmpty, keyTooLong, valueTooLarge
      case pageDamaged, unsupported
    }

    // LMDB's codes, in the order of lmdb.h.
    /// The key exists already.
    public static let keyExists = Code(.keyExists)
    /// There is no such database or value.
    public static let notFound = Code(.notFound)
    /// A page of the tree does not exist: the file is damaged.
    public static let pageMissing = Code(.pageMissing)
    /// A page of the wrong kind was found: the file is damaged.
    public static let corrupted = Code(.corrupted)
    /// An earlier write of the header failed.
    public static let panic = Code(.panic)
    /// The file's or the lock file's format is not that of LMDB 0.9.
    public static let versionMismatch = Code(.versionMismatch)
    /// The file is not one of LMDB.
    public static let notADatabase = Code(.notADatabase)
    /// The database has reached the size of its memory map.
    public static let mapFull = Code(.mapFull)
    /// There are more named databases than the environment was opened for.
    public static let databasesFull = Code(.databasesFull)
    /// All reader slots are taken.
    public static let readersFull = Code(.readersFull)
    /// The system has no thread-local keys left.
    public static let threadKeysFull = Code(.threadKeysFull)
    /// The transaction changed too many pages.
    public static let transactionFull = Code(.transactionFull)
    /// The tree is deeper than LMDB can follow.
    public static let cursorFull = Code(.cursorFull)
    /// A page has no room for the entry.
    public static let pageFull = Code(.pageFull)
    /// Another process made the database larger than the memory map.
    public static let mapResized = Code(.mapResized)
    /// The database was created with other flags, or is a value.
    public static let incompatible = Code(.incompatible)
    /// The reader slot is in use, or two processes share an id.
    public static let badReaderSlot = Code(.badReaderSlot)
    /// The transaction failed before, or has ended.
    public static let badTransaction = Code(.badTransaction)
    /// The size of the key or value is not possible there.
    public static let badValueSize = Code(.badValueSize)
    /// The database was closed or changed by someone else.
    public static let badDatabase = Code(.badDatabase)

    // The system's.
    /// The file system, or what the user may have of it, is full.
    public static let noSpace = Code(.noSpace)
    /// The system does not permit it.
    public static let noPermission = Code(.noPermission)
    /// The system has no memory or no addresses left.
    public static let noMemory = Code(.noMemory)
    /// Something is there already.
    public static let exists = Code(.exists)
    /// A process of another process id namespace has the same id.
    public static let processIDTaken = Code(.processIDTaken)
    /// Anything else; ``LMDBError/number`` is the system's.
    public static let system = Code(.system)

    // Found before LMDB is asked.
    /// An option contradicts itself, or is outside of what is possible.
    public static let invalidOption = Code(.invalidOption)
    /// There is no such file or folder.
    public static let missing = Code(.missing)
    /// There is something that is no file.
    public static let notAFile = Code(.notAFile)
    /// The file was found damaged or truncated before it was mapped.
    public static let damaged = Code(.damaged)
    /// The file lies on a network file system.
    public static let networkFileSystem = Code(.networkFileSystem)
    /// The process has the file open already.
    public static let alreadyOpen = Code(.alreadyOpen)
    /// Another process has the file open, and it was to be opened without locks.
    public static let inUse = Code(.inUse)
    /// It was opened before the process was forked.
    public static let forked = Code(.forked)
    /// It was closed.
    public static let closed = Code(.closed)
    /// A write was begun inside a write.
    public static let nestedWrite = Code(.nestedWrite)
    /// It was opened for reading only.
    public static let readOnly = Code(.readOnly)
    /// Snapshots that are held keep the memory map as it is.
    public static let snapshotsOpen = Code(.snapshotsOpen)
    /// A page that was read is damaged; the message names it.
    public static let pageDamaged = Code(.pageDamaged)
    /// The system lacks what that takes.
    public static let unsupported = Code(.unsupported)
    /// The key has no bytes.
    public static let keyEmpty = Code(.keyEmpty)
    /// The key is longer than 511 bytes.
    public static let keyTooLong = Code(.keyTooLong)
    /// The value is larger than LMDB takes.
    public static let valueTooLarge = Code(.valueTooLarge)

    init(number: Int32) {
      switch number {
      case MDB_KEYEXIST: kind = .keyExists
      case MDB_NOTFOUND: kind = .notFound
      case MDB_PAGE_NOTFOUND: kind = .pageMissing
      case MDB_CORRUPTED: kind = .corrupted
      case MDB_PANIC: kind = .panic
      case MDB_VERSION_MISMATCH: kind = .versionMismatch
      case MDB_INVALID: kind = .notADatabase
      case MDB_MAP_FULL: kind = .mapFull
      case MDB_DBS_FULL: kind = .databasesFull
      case MDB_READERS_FULL: kind = .readersFull
      case MDB_TLS_FULL: kind = .threadKeysFull
      case MDB_TXN_FULL: kind = .transactionFull
      case MDB_CURSOR_FULL: kind = .cursorFull
      case MDB_PAGE_FULL: kind = .pageFull
      case MDB_MAP_RESIZED: kind = .mapResized
      case MDB_INCOMPATIBLE: kind = .incompatible
      case MDB_BAD_RSLOT: kind = .badReaderSlot
      case MDB_BAD_TXN: kind = .badTransaction
      case MDB_BAD_VALSIZE: kind = .badValueSize
      case MDB_BAD_DBI: kind = .badDatabase
      case SystemNumber.noSpace, SystemNumber.quota: kind = .noSpace
      case SystemNumber.access, SystemNumber.notPermitted, SystemNumber.readOnly: kind = .noPermission
      case SystemNumber.noMemory: kind = .noMemory
      case SystemNumber.missing: kind = .missing
      case SystemNumber.exists: kind = .exists
      default: kind = .system
      }
    }

    /// What an LMDB code means; `nil` where the system's own message says it.
    var reason: String? {
      switch kind {
      case .keyExists: "the key exists already"
      case .notFound: "not found"
      case .pageMissing: "a page of the tree does not exist"
      case .corrupted: "a page of the wrong kind was found"
      case .panic: "an earlier write of the header failed, nothing can be written any more"
      case .versionMismatch: "the file's or the lock file's format is not that of LMDB 0.9"
      case .notADatabase: "this is not an LMDB file"
      case .mapFull: "the database has reached the size of its memory map"
      case .databasesFull: "there are more named databases than the environment was opened for"
      case .readersFull: "all reader slots are taken"
      case .threadKeysFull: "the system has no thread-local keys left"
      case .transactionFull: "the transaction changed too many pages"
      case .cursorFull: "the tree is deeper than LMDB can follow"
      case .pageFull: "a page has no room for the entry"
      case .mapResized: "another process made the database larger than this process's memory map"
      case .incompatible:
        "the database was created with other flags, or a named database is used as a value, or a value as one"
      case .badReaderSlot: "the reader slot is in use, or this process shares its id with another one"
      case .badTransaction: "the transaction failed before, or has ended"
      case .badValueSize: "the size of the key or value is not possible here"
      case .badDatabase: "the database was closed or changed by someone else"
      default: nil
      }
    }

    /// What to do about a failure of this kind.
    var remedy: String? {
      switch kind {
      case .pageMissing, .corrupted, .damaged, .pageDamaged:
        "The file is damaged: restore it from a copy"
      case .panic:
        "Close and reopen it; the last committed state is intact"
      case .versionMismatch:
        "Files of LMDB 1.0 are not read by the 0.9 library, nor the other way round; write the file with LMDB 0.9 "
          + "(zlmdb: lib_version=\"0.9\"), or dump it with mdb_dump of 1.0 and load it with mdb_load of 0.9"
      case .mapFull:
        "Nothing of the transaction was stored. Open with a larger mapSize; another process that does so makes room "
          + "for this one, too"
      case .databasesFull:
        "Open the environment with a larger maxDatabases; a store counts the tables and indexes of its schemas itself"
      case .readersFull:
        "Release pinned records and snapshots, or open with a larger maxReaders"
      case .transactionFull:
        "Split the work into several transactions"
      case .mapResized:
        "Release pinned records and snapshots, which keep the memory map where it is, and try again; it goes on "
          + "by itself then. Or open with a mapSize that suits all processes"
      case .snapshotsOpen:
        "Release pinned records and snapshots, and try again"
      case .badDatabase:
        "Reopen the database"
      case .badReaderSlot, .processIDTaken:
        "Processes that share the file must have process ids of their own: let containers share the process id "
          + "namespace, or start this process again, so that it gets another id"
      case .noSpace:
        "Nothing of it was stored. Free some space and try again; it need not be reopened"
      case .noPermission:
        "LMDB needs to read the file and to write its lock file, also for reading; a file that nobody changes can be "
          + "opened as immutable"
      case .noMemory:
        "Open with a smaller mapSize if the address space is limited"
      case .networkFileSystem:
        "Locks and memory maps are not reliable on such file systems: use a local one, "
          + "or set allowsNetworkFileSystem if you know that it is local or used by one machine only"
      case .inUse: "Open it for reading only, or make a copy and open that"
      case .alreadyOpen:
        "Use the one that is open, or close it and release everything pinned in it"
      case .closed:
        "Open it again"
      case .exists:
        "Choose another path, or delete what is there"
      case .forked:
        "Open the database again in the child process"
      case .nestedWrite:
        "Use the write transaction that is at hand"
      default: nil
      }
    }
  }
}
