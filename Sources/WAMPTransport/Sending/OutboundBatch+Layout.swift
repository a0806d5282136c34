#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the parts of a batch lie in the memory that is lent to it: the arena, then the pieces, then what they are.
///
/// Sound because each part has its size, which nothing exceeds, and the memory is laid out once it is lent.
extension OutboundBatch {
  /// What a piece is, for the counters.
  enum PieceKind {
    case head
    case payload
    /// Bytes that were copied before, and counted then.
    case copy
  }

  static let memorySize =
    unsafe arenaSize + maxPieces * (MemoryLayout<iovec>.stride + MemoryLayout<PieceKind>.stride)

  @inline(__always)
  static func laidOut(_ memory: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    let pieces = unsafe (memory + arenaSize).bindMemory(to: iovec.self, capacity: maxPieces)
    unsafe UnsafeMutableRawPointer(pieces + maxPieces).bindMemory(to: PieceKind.self, capacity: maxPieces)
    return unsafe memory
  }

  @inline(__always)
  static func pieces(in memory: UnsafeMutableRawPointer) -> UnsafeMutablePointer<iovec> {
    unsafe (memory + arenaSize).assumingMemoryBound(to: iovec.self)
  }

  @inline(__always)
  static func kinds(of pieces: UnsafeMutablePointer<iovec>) -> UnsafeMutablePointer<PieceKind> {
    unsafe UnsafeMutableRawPointer(pieces + maxPieces).assumingMemoryBound(to: PieceKind.self)
  }
}
