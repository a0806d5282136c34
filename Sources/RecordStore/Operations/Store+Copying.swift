/// How far a copy of a store is.
public struct CopyProgress: Sendable, Equatable {
  /// How many bytes were written.
  public let done: Int
  /// How many there are to write, at most: a compacted copy has fewer.
  public let total: Int
}

extension Store {
  /// Copies the newest state to a new file, while others go on reading and writing.
  ///
  /// The copy is a store of its own with the same records, catalog and commit number. It has its name only when it is
  /// complete and on the disk; until then it is beside it, under the name with `.partial` and a number behind.
  ///
  /// - Parameters:
  ///   - target: the path of the copy; nothing may be there.
  ///   - compacting: whether pages that are not in use are left out, which takes longer.
  ///   - onProgress: told now and then how far the copy is.
  /// - Throws: ``StoreError`` naming the target: if it exists, its folder does not, or the disk is full.
  public func copy(
    to target: String, compacting: Bool = false, onProgress: (CopyProgress) -> Void = { _ in }
  ) throws {
    try checkOpen()
    try StoreCopy(environment, to: target, compacting: compacting).run(onProgress)
  }
}

extension StoreInspection {
  /// Copies the newest state to a new file: as ``Store/copy(to:compacting:onProgress:)``.
  public func copy(
    to target: String, compacting: Bool = false, onProgress: (CopyProgress) -> Void = { _ in }
  ) throws {
    try StoreCopy(environment, to: target, compacting: compacting).run(onProgress)
  }
}
