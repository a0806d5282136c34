import Synchronization

/// Where an environment's file is mapped, as far as pages are read there. It is found out when there is something to
/// read, and forgotten when the map moves.
final class PagePlace: Sendable {
  enum Known {
    /// Nothing was there to compare addresses with.
    case unknown
    case mapped(Mapping)
    /// LMDB maps the file at a place that the system does not tell.
    case unusable
  }

  struct Mapping {
    let base: UInt
    /// In bytes.
    let length: Int
    let pageSize: Int

    /// Safe to use only as long as the map does not move, as nobody unmaps it while there are readers and writers.
    @unsafe var start: UnsafeRawPointer {
      // Nothing is mapped at 0.
      unsafe UnsafeRawPointer(bitPattern: base).unsafelyUnwrapped
    }
  }

  // Taken once for each commit that a reader comes upon and once for each write; held while the place is looked for.
  private let known = Mutex(Known.unknown)

  /// The place, as far as it is known.
  var current: Known { known.withLock { $0 } }

  /// The place, found by `find` if it is not known.
  func known(orFoundBy find: () throws(LMDBError) -> Known) throws(LMDBError) -> Known {
    try known.withLock { known throws(LMDBError) in
      if case .unknown = known { known = try find() }
      return known
    }
  }

  /// To be called after the map moved, while no snapshot is open.
  func forget() { known.withLock { $0 = .unknown } }
}
