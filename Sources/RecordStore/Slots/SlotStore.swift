import LMDB

/// A file of zLMDB: tables in slots of one key space, which other programs read and write at the same time.
///
///     let zlmdb = try SlotStore(path: "crossbar/.db")
///     for table in try zlmdb.tables { print(table.slot, table.id, table.name) }
///     try zlmdb.write { txn in try txn.put(7, .init(id: 7, name: "Ann"), in: .users) }
///     let name = try zlmdb.read { txn in try txn.get(.users, 7)?.name.description }
///
/// LMDB's data format 1 is read, that of LMDB 0.9: `zlmdb.Database(…, lib_version="0.9")` makes such files.
///
/// Nothing is known of what a Python class does besides: its indexes are tables of their own that only it keeps, and
/// values that it compresses are none that can be read here. A file of zLMDB is no ``Store``: it has no catalog and no
/// commit numbers, and every record is verified when it is read, because others may have written it.
public final class SlotStore: Sendable {
  let environment: Environment
  let directory: SlotDirectory

  /// The path it was opened with.
  public var path: String { environment.path }

  /// Opens a file of zLMDB.
  ///
  /// - Parameters:
  ///   - path: the folder with `data.mdb` and `lock.mdb`.
  ///   - options: access, durability, map size, readers and file systems count. Without a map size the file keeps its
  ///     own, so that programs that have it open can go on; that of a new one is 1 GiB. With
  ///     ``Store/Options/Access/readWrite`` a folder and an empty file are made if there is none.
  /// - Throws: ``StoreError`` with the path and what is wrong; a file of LMDB 1.0 is
  ///   ``LMDBError/Code/versionMismatch``, with what to do; that of a ``Store`` ``StoreError/Code/foreignFile``.
  public init(path: String, options: Store.Options = .existing) throws(StoreError) {
    var environmentOptions = options.environment(for: [], spare: 0)
    do throws(LMDBError) {
      var isNew = false
      if options.access == .readWrite { isNew = try makeDatabaseFolder(at: path) }
      environmentOptions.mapSize = options.mapSize ?? (isNew ? 1 << 30 : 0)
      environment = try Environment(path: path, options: environmentOptions)
    } catch {
      throw StoreError(error)
    }
    directory = SlotDirectory(path: path)
    do throws(StoreError) {
      try described { try environment.read { snapshot throws in try checkIsNoStore(snapshot) } }
    } catch {
      environment.close()
      throw error
    }
  }

  /// - Throws: ``StoreError/Code/foreignFile`` for a file of a ``Store``: what is written among its databases makes it distrust
  ///   all of its records.
  private func checkIsNoStore(_ snapshot: LMDB.Snapshot) throws {
    let key = StoredCatalog.key
    // Bytes have no padding that could be read uninitialised.
    let catalog = unsafe try snapshot.copy(.main, key.span.bytes)
    guard catalog != nil else { return }
    throw StoreError(
      .foreignFile, "\(path): this is the file of a store, not one of zLMDB. Open it with Store")
  }

  /// The tables in the order of their slots.
  ///
  /// - Throws: ``StoreError/Code/catalog`` if the description of one is damaged.
  public var tables: [SlotDescription] {
    get throws(StoreError) {
      try described { try environment.read { snapshot throws in try directory.all(in: snapshot) } }
    }
  }

  /// Reads one state of the file. Records are valid during the call.
  ///
  /// - Throws: what `body` throws, or ``StoreError`` if the file can't be read.
  public func read<R: ~Copyable>(_ body: (SlotSnapshot) throws -> R) throws -> R {
    do {
      return try environment.read { snapshot in try body(SlotSnapshot(snapshot, directory)) }
    } catch let error as LMDBError {
      throw StoreError(error)
    }
  }

  /// Changes the file: all that `body` does, or nothing if it throws.
  ///
  /// Runs on the calling thread, after any other writer of any process has ended, and returns when the changes are
  /// committed; ``Store/Options/durability-swift.property`` says whether they are on the disk then.
  ///
  /// - Throws: what `body` throws, or ``StoreError``; nothing is stored then.
  public func write<R: ~Copyable>(_ body: (inout SlotTransaction) throws -> R) throws -> R {
    do {
      return try environment.write { base in
        // `base` is not used until the body is done.
        var transaction = unsafe SlotTransaction(base.alias(), directory)
        return try body(&transaction)
      }
    } catch let error as LMDBError {
      throw StoreError(error)
    }
  }

  /// Refuses to be used from now on. The file is closed when this returns, or when the last read ends.
  public func close() { environment.close() }

  private func described<R>(_ body: () throws -> R) throws(StoreError) -> R {
    do {
      return try body()
    } catch let error as LMDBError {
      throw StoreError(error)
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError(.catalog, "\(path): \(error)", cause: error)
    }
  }
}

extension Store.Options {
  /// For reading and writing a file that exists.
  public static var existing: Store.Options {
    var options = Store.Options()
    options.access = .existing
    return options
  }
}
