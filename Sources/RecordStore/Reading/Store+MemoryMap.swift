package import LMDB

extension Store {
  /// Where the store's file is mapped: tells whether bytes lie in the database or elsewhere.
  ///
  /// The first question reads a file of the system. To be asked of bytes while a snapshot is held: the map may move
  /// between snapshots, when another process makes the database larger, and the answers follow it.
  package func memoryMap() -> MemoryMap { environment.memoryMap }
}
