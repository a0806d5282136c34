#if Compression
  internal import CZlib
  internal import SharedBytes

  /// A stream of zlib.
  ///
  /// Sound because zlib's structure has a place of its own, which it remembers, until it is ended; and because what it reads
  /// and writes is only pointed to for the time of one call.
  @safe
  private struct ZlibStream {
    private let stream: UnsafeMutablePointer<z_stream>

    /// - Parameter begin: begins the stream; gives zlib's code.
    /// - Returns: `nil` if there is no memory for it.
    init?(_ begin: (UnsafeMutablePointer<z_stream>) -> CInt) {
      unsafe stream = .allocate(capacity: 1)
      unsafe stream.initialize(to: z_stream())
      if unsafe begin(stream) != Z_OK {
        unsafe stream.deallocate()
        return nil
      }
    }

    /// - Parameter end: gives zlib's memory back.
    func end(_ end: (UnsafeMutablePointer<z_stream>) -> CInt) {
      _ = unsafe end(stream)
      unsafe stream.deallocate()
    }

    /// Calls `step` for as long as it has more to do.
    ///
    /// - Parameters:
    ///   - limit: how many bytes the output may have. One more is made, which shows that it is too large.
    ///   - step: works on, and says whether there may be more to do.
    func run(
      _ input: UnsafeRawBufferPointer, onto output: inout GatheredBytes, limit: Int,
      _ step: (UnsafeMutablePointer<z_stream>) throws(FramingViolation) -> Bool
    ) throws(FramingViolation) {
      let bytes = unsafe input.bindMemory(to: UInt8.self)
      unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
      unsafe stream.pointee.avail_in = uInt(bytes.count)
      let piece = min(max(4 * input.count, 256), 64 * 1024)
      var mayBeMore = true
      while mayBeMore && output.count <= limit {
        let count = min(limit - output.count, piece - 1) + 1
        try unsafe output.append(upTo: count) { (target) throws(FramingViolation) in
          unsafe stream.pointee.next_out = target.bindMemory(to: UInt8.self).baseAddress
          unsafe stream.pointee.avail_out = uInt(target.count)
          mayBeMore = try unsafe step(stream)
          return unsafe target.count - Int(stream.pointee.avail_out)
        }
      }
      if output.count > limit { throw .tooLarge(limit: limit) }
    }
  }

  /// Compresses with zlib. While nothing was sent, and between messages that stand alone, it holds no memory of zlib.
  final class MessageDeflater: MessageDeflating {
    private let compression: Compression
    private var stream: ZlibStream?

    init(_ compression: Compression) { self.compression = compression }

    deinit { end() }

    private func end() {
      unsafe stream?.end { unsafe deflateEnd($0) }
      stream = nil
    }

    func takes(_ count: Int) -> Bool { count > 0 && compression.sizes.contains(count) }

    func deflate(_ message: EncodedMessage) -> SharedBytes? {
      guard takes(message.count), let stream = stream ?? makeStream() else { return nil }
      self.stream = stream
      defer { if !compression.sending.isKept { end() } }
      var output = GatheredBytes()
      let padding = [UInt8](repeating: 0, count: message.tailPadding)
      unsafe message.head.withUnsafeBytes { unsafe deflate($0, with: stream, onto: &output) }
      unsafe message.body.withUnsafeBytes { unsafe deflate($0, with: stream, onto: &output) }
      unsafe padding.withUnsafeBytes { unsafe deflate($0, with: stream, onto: &output) }
      unsafe deflate(
        UnsafeRawBufferPointer(start: nil, count: 0), flushing: true, with: stream, onto: &output)
      let bytes = output.shared
      // What ends every message is not sent (RFC 7692, section 7.2.1).
      // Little, that may wait for long, must not hold the room that there was for it.
      return bytes.slice(0..<bytes.count - MessageInflater.end.count).detached
    }

    private func makeStream() -> ZlibStream? {
      unsafe ZlibStream {
        unsafe deflateInit2_(
          $0, CInt(compression.level), Z_DEFLATED, -CInt(compression.sending.windowBits),
          CInt(compression.memoryLevel), Z_DEFAULT_STRATEGY, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
      }
    }

    private func deflate(
      _ input: UnsafeRawBufferPointer, flushing: Bool = false, with stream: ZlibStream,
      onto output: inout GatheredBytes
    ) {
      guard flushing || (unsafe !input.isEmpty) else { return }
      do {
        try unsafe stream.run(input, onto: &output, limit: .max) { (stream) throws(FramingViolation) in
          // It cannot fail: the stream is in order, and there is always room.
          _ = unsafe CZlib.deflate(stream, flushing ? Z_SYNC_FLUSH : Z_NO_FLUSH)
          return unsafe stream.pointee.avail_out == 0
        }
      } catch {
        preconditionFailure("compressing cannot violate a protocol")
      }
    }
  }

  /// Undoes DEFLATE with zlib. While nothing came, and between messages that stand alone, it holds no memory of zlib.
  final class MessageInflater: MessageInflating {
    /// What ends every message, and is not sent (RFC 7692, section 7.2.2).
    static let end: [UInt8] = [0x00, 0x00, 0xff, 0xff]

    private let context: Compression.Context
    private var stream: ZlibStream?

    init(_ context: Compression.Context) { self.context = context }

    deinit { end() }

    private func end() {
      unsafe stream?.end { unsafe inflateEnd($0) }
      stream = nil
    }

    func inflate(
      _ part: RawSpan, onto message: inout GatheredBytes, limit: Int
    ) throws(FramingViolation) {
      _ = try run(part, onto: &message, limit: limit)
    }

    func finish(_ message: inout GatheredBytes, limit: Int) throws(FramingViolation) {
      let count = message.count
      let isAtBlock = try unsafe run(Self.end.span.bytes, onto: &message, limit: limit)
      // These bytes end an empty block. In the middle of another one they would be data.
      if !isAtBlock || message.count != count { throw .notDeflate }
      if !context.isKept { end() }
    }

    /// - Returns: whether a block has just ended.
    private func run(
      _ part: RawSpan, onto message: inout GatheredBytes, limit: Int
    ) throws(FramingViolation) -> Bool {
      guard let stream = stream ?? makeStream() else { throw .noMemory }
      self.stream = stream
      var isAtBlock = false
      try unsafe part.withUnsafeBytes { (input) throws(FramingViolation) in
        try unsafe stream.run(input, onto: &message, limit: limit) {
          (stream) throws(FramingViolation) in
          let code = unsafe CZlib.inflate(stream, Z_SYNC_FLUSH)
          unsafe isAtBlock = stream.pointee.data_type & 128 != 0
          switch code {
          case Z_OK, Z_BUF_ERROR: return unsafe stream.pointee.avail_out == 0
          case Z_STREAM_END:
            // The last block of a stream may end a message, but not the connection; what came before can be referred to.
            guard unsafe inflateResetKeep(stream) == Z_OK else { throw .notDeflate }
            return unsafe stream.pointee.avail_in > 0
          case Z_MEM_ERROR: throw .noMemory
          default: throw .notDeflate
          }
        }
      }
      return isAtBlock
    }

    private func makeStream() -> ZlibStream? {
      unsafe ZlibStream {
        unsafe inflateInit2_(
          $0, -CInt(context.windowBits), ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
      }
    }
  }
#endif
