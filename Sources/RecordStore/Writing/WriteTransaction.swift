public import FlatBuffersRuntime
import LMDB

/// A transaction that changes a store.
///
/// It sees its own changes. Records read through it borrow it: code that writes while one is in use
/// does not compile; read it anew afterwards.
@safe
public struct WriteTransaction: ~Copyable, ~Escapable {
  var base: LMDB.WriteTransaction
  // Sound because the writer that makes it keeps the store's state alive.
  @usableFromInline let tables: Unmanaged<OpenTables>
  /// The number of the commit that the changes become part of, if there are any.
  ///
  /// Writes that share a commit have one number; a write that changes nothing makes none.
  public let commitNumber: UInt64

  let pending: PendingChanges
  private let scratch: Scratch
  // Sound because `scratch` keeps it, and only one draft is built at a time.
  @usableFromInline let builder: UnsafeMutablePointer<Builder>

  /// The owner of the builder in which drafts are built, one after the other: a pointer, because counting a reference at
  /// each of them would be felt.
  @safe
  fileprivate final class Scratch {
    let builder: UnsafeMutablePointer<Builder>

    init() {
      unsafe builder = .allocate(capacity: 1)
      // Vectors of 4 KiB go from a draft to the store's pages without a stop; below, that costs more than a copy.
      unsafe builder.initialize(to: Builder(deferringVectorsOf: 4096))
    }

    deinit {
      unsafe builder.deinitialize(count: 1)
      unsafe builder.deallocate()
    }
  }

  @_lifetime(copy base)
  init(
    _ base: consuming LMDB.WriteTransaction, _ tables: OpenTables, commitNumber: UInt64,
    recorder: ChangeRecorder? = nil
  ) {
    self.base = base
    pending = PendingChanges(recorder)
    unsafe self.tables = Unmanaged.passUnretained(tables)
    self.commitNumber = commitNumber
    scratch = Scratch()
    unsafe builder = scratch.builder
  }

  /// All that a transaction has in common with those nested in it.
  @safe
  struct Parts {
    fileprivate let tables: Unmanaged<OpenTables>
    fileprivate let commitNumber: UInt64
    fileprivate let pending: PendingChanges
    fileprivate let scratch: Scratch
  }

  var parts: Parts {
    unsafe Parts(tables: tables, commitNumber: commitNumber, pending: pending, scratch: scratch)
  }

  /// - Parameter base: nested in that of the transaction that the parts are of.
  @_lifetime(copy base)
  init(_ base: consuming LMDB.WriteTransaction, _ parts: Parts) {
    self.base = base
    unsafe tables = parts.tables
    commitNumber = parts.commitNumber
    pending = parts.pending
    scratch = parts.scratch
    unsafe builder = scratch.builder
  }

  /// The store with all changes made so far; valid until the next change.
  public var snapshot: Snapshot {
    @_lifetime(borrow self)
    get {
      let snapshot = unsafe Snapshot(base.snapshot, readableTables)
      return unsafe _overrideLifetime(snapshot, borrowing: self)
    }
  }

  /// The tables as far as they can be read: an index with contested values can't.
  private var readableTables: Unmanaged<OpenTables> {
    guard !pending.contests.isEmpty else { return unsafe tables }
    let contested = unsafe pending.readable(tables.takeUnretainedValue())
    return unsafe Unmanaged.passUnretained(contested)
  }
}
