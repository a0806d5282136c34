import CLMDB

extension LMDBError {
  /// The kinds of failure: LMDB's own codes, each once, then what this package checks itself.
  public enum Code: Sendable, Hashable, CaseIterable {
    // LMDB's codes, in the order of lmdb.h.
    case keyExists, notFound, pageMissing, corrupted, panic, versionMismatch, notADatabase
    case mapFull, databasesFull, readersFull, threadKeysFull, transactionFull, cursorFull, pageFull
    case mapResized, incompatible, badReaderSlot, badTransaction, badValueSize, badDatabase
    // The system's.
    case noSpace, noPermission, noMemory, exists, processIDTaken, system
    // Found before LMDB is asked.
    case invalidOption, missing, notAFile, damaged, networkFileSystem, alreadyOpen, forked, closed,
      nestedWrite, readOnly,
      snapshotsOpen
    case keyEmpty, keyTooLong, valueTooLarge

    init(number: Int32) {
      switch number {
      case MDB_KEYEXIST: self = .keyExists
      case MDB_NOTFOUND: self = .notFound
      case MDB_PAGE_NOTFOUND: self = .pageMissing
      case MDB_CORRUPTED: self = .corrupted
      case MDB_PANIC: self = .panic
      case MDB_VERSION_MISMATCH: self = .versionMismatch
      case MDB_INVALID: self = .notADatabase
      case MDB_MAP_FULL: self = .mapFull
      case MDB_DBS_FULL: self = .databasesFull
      case MDB_READERS_FULL: self = .readersFull
      case MDB_TLS_FULL: self = .threadKeysFull
      case MDB_TXN_FULL: self = .transactionFull
      case MDB_CURSOR_FULL: self = .cursorFull
      case MDB_PAGE_FULL: self = .pageFull
      case MDB_MAP_RESIZED: self = .mapResized
      case MDB_INCOMPATIBLE: self = .incompatible
      case MDB_BAD_RSLOT: self = .badReaderSlot
      case MDB_BAD_TXN: self = .badTransaction
      case MDB_BAD_VALSIZE: self = .badValueSize
      case MDB_BAD_DBI: self = .badDatabase
      case SystemNumber.noSpace, SystemNumber.quota: self = .noSpace
      case SystemNumber.access, SystemNumber.notPermitted, SystemNumber.readOnly: self = .noPermission
      case SystemNumber.noMemory: self = .noMemory
      case SystemNumber.missing: self = .missing
      case SystemNumber.exists: self = .exists
      default: self = .system
      }
    }

    /// What an LMDB code means; `nil` where the system's own message says it.
    var reason: String? {
      switch self {
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
      switch self {
      case .pageMissing, .corrupted, .damaged:
        "The file is damaged: restore it from a copy"
      case .panic:
        "Close and reopen it; the last committed state is intact"
      case .versionMismatch:
        "Files of LMDB 1.0 are not read by the 0.9 library; write the file with LMDB 0.9 "
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
        "LMDB needs to read the file and to write its lock file, also for reading"
      case .noMemory:
        "Open with a smaller mapSize if the address space is limited"
      case .networkFileSystem:
        "Locks and memory maps are not reliable on such file systems: use a local one, "
          + "or set allowsNetworkFileSystem if you know that it is local or used by one machine only"
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
