/// Compression of a WebSocket's messages with DEFLATE (`permessage-deflate`, RFC 7692), if the peer wants it, too.
///
///     endpoint.webSocket?.compression = Compression()     // a router offers it to its clients
///     configuration.compression = Compression()           // a client asks for it
///
/// Only in programs that are built with the package trait `Compression`: see ``isAvailable``. Whatever is compressed is
/// copied, counted as ``CopyReason/compression``. Secrets beside text that others choose should not go over connections that
/// are compressed and encrypted: sizes tell.
public struct Compression: Sendable, Equatable {
  /// What one direction is compressed with.
  public struct Context: Sendable, Equatable {
    /// The base-two logarithm of how far back repetitions are found, in bytes: 9 to 15.
    public var windowBits = 12 {
      didSet { windowBits = min(max(windowBits, 9), 15) }
    }
    /// Whether repetitions are found in earlier messages, too. Otherwise each message stands alone, and a connection that is
    /// idle holds no memory for this direction.
    public var isKept = true

    public init() {}
  }

  /// What this side compresses with. It takes 2^(``Context/windowBits`` + 2) + 2^(``memoryLevel`` + 9) bytes and
  /// about 6 KiB: 38 KiB by default.
  public var sending = Context()
  /// What the peer is asked to compress with. It takes 2^``Context/windowBits`` bytes and about 7 KiB here: 11 KiB by
  /// default. A peer that cannot be asked may use 15 bits: 39 KiB.
  public var receiving = Context()
  /// How much memory the search for repetitions takes: 1 to 9.
  public var memoryLevel = 5 {
    didSet { memoryLevel = min(max(memoryLevel, 1), 9) }
  }
  /// How much time it takes: 1 (fast) to 9 (small).
  public var level = 1 {
    didSet { level = min(max(level, 1), 9) }
  }
  /// The sizes of the messages that are compressed, in bytes. Smaller ones gain little, and larger ones would hold up all
  /// other connections of their event loop.
  public var sizes = 256...1 << 20

  public init() {}

  #if Compression
    /// Whether this program is built with the package trait `Compression`. If it is not, listening or connecting with a
    /// compression throws.
    public static let isAvailable = true
  #else
    /// Whether this program is built with the package trait `Compression`. If it is not, listening or connecting with a
    /// compression throws.
    public static let isAvailable = false
  #endif
}

extension Compression {
  /// - Throws: if it cannot be done in this program.
  func requireAvailable() throws(TransportError) {
    if !Compression.isAvailable { throw .compressionNotBuilt }
  }
}
