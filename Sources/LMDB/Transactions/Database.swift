/// A database in an environment.
///
/// Valid as long as the environment it was opened in, and only there. One that was opened or created in a write
/// transaction that failed is not valid, nor is one that was dropped: LMDB gives its number to the next database that
/// is opened, so that a kept copy might then mean that one.
@frozen
public struct Database: Sendable, Equatable {
  @usableFromInline let handle: UInt32

  init(handle: UInt32) { self.handle = handle }

  /// The unnamed database that every file has.
  ///
  /// Its keys are any bytes, zeros among them. Those that name a database can be read but neither overwritten nor
  /// deleted: LMDB answers with ``LMDBError/Code/incompatible``.
  public static var main: Database { Database(handle: 1) }

  /// The database in which LMDB lists the pages that commits freed.
  static var free: Database { Database(handle: 0) }
}
