package import NIOCore
package import SharedBytes

/// The bytes of a message that did not come in one piece.
struct GatheredBytes: Equatable {
  private var buffer = ByteBuffer()

  var count: Int { buffer.readableBytes }
  var capacity: Int { buffer.capacity }

  /// Appends a part of `chunk`, unmasking it on the way.
  mutating func append(_ chunk: RawSpan, _ range: Range<Int>, maskingKey: UInt32?, phase: Int) {
    guard !range.isEmpty else { return }
    unsafe chunk.withUnsafeBytes { chunk in
      let source = unsafe chunk.baseAddress! + range.lowerBound
      _ = unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: range.count) { room in
        if let maskingKey {
          unsafe Masking.copy(
            from: source, to: room.baseAddress!, count: range.count, key: maskingKey, phase: phase)
        } else {
          unsafe room.baseAddress!.copyMemory(from: source, byteCount: range.count)
        }
        return range.count
      }
    }
  }

  /// Appends up to `count` bytes.
  ///
  /// - Parameter write: writes them into the room it is given, and says how many.
  @unsafe
  mutating func append<E: Error>(
    upTo count: Int, _ write: (UnsafeMutableRawBufferPointer) throws(E) -> Int
  ) throws(E) {
    var failure: E?
    _ = unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { room in
      do throws(E) {
        return try unsafe write(UnsafeMutableRawBufferPointer(rebasing: room[..<count]))
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
  }

  /// The bytes without another copy.
  var shared: SharedBytes { SharedBytes(sharing: buffer) }
}

extension SharedBytes {
  /// The readable bytes of a buffer, sharing its storage.
  ///
  /// Sound because NIO keeps the storage in place while anyone holds the reference, and copies on
  /// write when it is not alone.
  package init(sharing buffer: ByteBuffer) {
    self = unsafe buffer.withUnsafeReadableBytesWithStorageManagement { bytes, storage in
      guard let start = bytes.baseAddress else { return SharedBytes() }
      return unsafe SharedBytes(
        unsafeStart: start, count: bytes.count, keptAliveBy: storage.takeUnretainedValue())
    }
  }
}
