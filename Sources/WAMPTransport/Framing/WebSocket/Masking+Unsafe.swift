/// WebSocket masking (RFC 6455, section 5.3), 64 bytes at a step.
enum Masking {
  /// Copies bytes while masking or unmasking them, in one pass.
  ///
  /// Unsafe because the caller answers for both ranges; they may be the same, not overlap otherwise.
  ///
  /// - Parameters:
  ///   - key: the key's four bytes as they lie in memory.
  ///   - phase: how many bytes of the payload came before these.
  @unsafe
  static func copy(
    from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, count: Int, key: UInt32,
    phase: Int = 0
  ) {
    // The key as it applies to the first byte here.
    let turn = UInt32(truncatingIfNeeded: (phase & 3) * 8)
    let key = turn == 0 ? key : key >> turn | key << (32 - turn)
    var offset = 0
    let wide = SIMD16<UInt32>(repeating: key)
    while offset &+ 64 <= count {
      let block = unsafe source.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt32>.self)
      unsafe target.storeBytes(of: block ^ wide, toByteOffset: offset, as: SIMD16<UInt32>.self)
      offset &+= 64
    }
    let word = UInt64(key) | UInt64(key) << 32
    while offset &+ 8 <= count {
      let block = unsafe source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      unsafe target.storeBytes(of: block ^ word, toByteOffset: offset, as: UInt64.self)
      offset &+= 8
    }
    var rest = word
    while offset < count {
      let byte = unsafe source.load(fromByteOffset: offset, as: UInt8.self)
      unsafe target.storeBytes(
        of: byte ^ UInt8(truncatingIfNeeded: rest), toByteOffset: offset, as: UInt8.self)
      rest >>= 8
      offset &+= 1
    }
  }
}
