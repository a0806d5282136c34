internal import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What becomes of a batch: it is sent, in one or several goes, or its rest is copied.
extension OutboundBatch {
  enum SendResult {
    case sent
    case blocked
    case failed(CInt)
  }

  /// Sends as much as the socket takes.
  func send(on descriptor: CInt, counters: LoopCounters) -> SendResult {
    let pieces = unsafe pieces
    while next < count {
      var message = unsafe msghdr()
      unsafe message.msg_iov = pieces + next
      unsafe message.msg_iovlen = .init(count - next)
      let sent = unsafe sendmsg(descriptor, &message, OutboundBatch.noSignal)
      if sent < 0 {
        let code = errno
        if code == EINTR { continue }
        return code == EAGAIN || code == EWOULDBLOCK ? .blocked : .failed(code)
      }
      let (payload, heads) = advance(sent)
      counters.addSent(payload: payload, heads: heads)
    }
    reset()
    return .sent
  }

  #if os(Linux)
    private static let noSignal = CInt(MSG_NOSIGNAL)
  #else
    private static let noSignal: CInt = 0
  #endif

  /// Skips what was sent.
  ///
  /// - Returns: how many of the bytes were payload not copied before, and how many heads.
  private func advance(_ sent: Int) -> (payload: Int, heads: Int) {
    let pieces = unsafe pieces
    let kinds = unsafe OutboundBatch.kinds(of: pieces)
    var left = sent
    var payload = 0
    var heads = 0
    pendingBytes -= sent
    while left > 0 {
      let size = unsafe pieces[next].iov_len
      let step = min(size, left)
      switch unsafe kinds[next] {
      case .head: heads += step
      case .payload: payload += step
      case .copy: break
      }
      left -= step
      if step == size {
        next += 1
      } else {
        unsafe pieces[next].iov_base += step
        unsafe pieces[next].iov_len -= step
      }
    }
    return (payload, heads)
  }

  /// Copies up to `limit` bytes of what is not yet sent, and skips them.
  ///
  /// - Returns: the bytes and how many of them were payload not copied before.
  func takeRest(atMost limit: Int) -> (bytes: ByteBuffer, payload: Int) {
    let size = min(limit, pendingBytes)
    var buffer = ByteBufferAllocator().buffer(capacity: size)
    let pieces = unsafe pieces
    var index = next
    while buffer.readableBytes < size {
      let piece = unsafe UnsafeRawBufferPointer(
        start: pieces[index].iov_base, count: min(pieces[index].iov_len, size - buffer.readableBytes))
      unsafe buffer.writeBytes(piece)
      index += 1
    }
    let payload = advance(size).payload
    if isEmpty { reset() }
    return (buffer, payload)
  }
}
