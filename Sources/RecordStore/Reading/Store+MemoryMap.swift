public import LMDB

extension Store {
  /// Where the store's file is mapped: tells whether bytes lie in the database or elsewhere.
  ///
  /// Reads a file of the system; keep the result. Valid until the store is closed.
  public func memoryMap() -> MemoryMap { MemoryMap(ofFileAt: path) }
}
