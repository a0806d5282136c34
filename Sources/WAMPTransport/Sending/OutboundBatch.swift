internal import NIOCore
internal import SharedBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Frames on their way to one `sendmsg`: heads in an arena, bodies where they are.
///
/// The unsafe part of sending. Sound because
/// - heads are written into an arena that is lent to this object from the first frame on until all are sent, and does
///   not move;
/// - a body is either owned by `owners` or borrowed from a ``BorrowedSource`` that is only released
///   after the batch was sent, dropped or copied (``takeRest(atMost:)``, ``reset()``);
/// - nothing is appended unless ``hasRoom(head:)`` says so.
@safe
final class OutboundBatch {
  /// The most pieces one `sendmsg` takes on Linux (IOV_MAX).
  static let maxPieces = 1024
  static let arenaSize = 64 * 1024
  /// A batch is sent once it holds this much, so that a peer does not wait for the whole of it.
  static let sendThreshold = 2 << 20
  /// What one connection sends in one turn of its loop, about: then it is the others' turn.
  static let slice = 2 * sendThreshold
  /// Larger message heads get a piece of their own.
  static let maxInlineHead = 4096

  private let style: FrameStyle
  private let lender: LentMemory
  /// Lent while there are frames.
  private var memory: UnsafeMutableRawPointer?
  private var arenaUsed = 0
  var count = 0
  /// The first piece that is not sent.
  var next = 0
  private var owners: [SharedBytes] = []
  /// Asked instead of `owners`, which are changed in place.
  private var hasOwners = false
  private let sources = BorrowedSources()
  /// Bytes not yet sent.
  var pendingBytes = 0

  /// - Parameter lender: lends memory of ``memorySize``.
  init(_ style: FrameStyle, memory lender: LentMemory) {
    self.style = style
    self.lender = lender
  }

  deinit {
    // Not given back: this may be another thread.
    unsafe memory?.deallocate()
  }

  /// Where the arena is, and behind it the pieces and their kinds.
  @inline(__always)
  private var lent: UnsafeMutableRawPointer {
    if let memory = unsafe memory { return unsafe memory }
    let new = unsafe OutboundBatch.laidOut(lender.take())
    unsafe memory = new
    return unsafe new
  }

  @inline(__always)
  var pieces: UnsafeMutablePointer<iovec> { unsafe OutboundBatch.pieces(in: lent) }

  var isEmpty: Bool { next == count }
  var isBorrowing: Bool { !sources.isEmpty }
  var isFull: Bool { pendingBytes >= OutboundBatch.sendThreshold }

  /// Whether a message fits whose head, with frame head and padding, takes up to `head` bytes.
  func hasRoom(head: Int) -> Bool {
    // Frame head, message head, body and padding are four pieces at most.
    count + 4 <= OutboundBatch.maxPieces
      && arenaUsed + min(head, OutboundBatch.maxInlineHead) + FrameStyle.maxHeadCount + 8
        <= OutboundBatch.arenaSize
  }

  /// Appends a binary frame whose body is borrowed until `source` is released.
  ///
  /// - Parameters:
  ///   - headCount: the size of the message's head.
  ///   - writeHead: writes exactly that many bytes.
  @inline(__always)
  func append(
    borrowing body: RawSpan, from source: any BorrowedSource, headCount: Int, tailPadding: Int,
    writeHead: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    if headCount <= OutboundBatch.maxInlineHead {
      unsafe appendFrame(
        headCount: headCount, bodyCount: body.byteCount, tailPadding: tailPadding, writeHead: writeHead)
    } else {
      unsafe appendFrame(
        headCount: 0, bodyCount: headCount + body.byteCount, tailPadding: tailPadding, writeHead: { _ in })
      let head = unsafe SharedBytes(capacity: headCount) { room in
        unsafe writeHead(room)
        return headCount
      }
      append(owned: head, .head)
    }
    unsafe body.withUnsafeBytes { unsafe appendPiece($0, .payload) }
    appendPadding(tailPadding)
    sources.borrow(from: source)
  }

  /// Appends a frame whose body is owned.
  ///
  /// - Parameters:
  ///   - isCopy: whether the body is a copy, counted already, of what should have been sent.
  ///   - isCompressed: whether the message is in its compressed form.
  func append(
    _ message: EncodedMessage, kind frameKind: FrameKind = .binary, isCopy: Bool = false,
    isCompressed: Bool = false
  ) {
    let inlineHead = message.head.count <= OutboundBatch.maxInlineHead
    unsafe appendFrame(
      kind: frameKind, isCompressed: isCompressed, headCount: inlineHead ? message.head.count : 0,
      bodyCount: message.body.count + (inlineHead ? 0 : message.head.count),
      tailPadding: message.tailPadding
    ) { room in
      if inlineHead { unsafe room.copyBytes(from: message.head) }
    }
    if !inlineHead { append(owned: SharedBytes(message.head), .head) }
    append(owned: message.body, isCopy ? .copy : .payload)
    appendPadding(message.tailPadding)
  }

  /// Appends bytes that already are frames, copied from a batch before.
  func append(copiedFrames bytes: SharedBytes) {
    append(owned: bytes, .copy)
  }

  private func append(owned bytes: SharedBytes, _ kind: PieceKind) {
    guard !bytes.isEmpty else { return }
    owners.append(bytes)
    hasOwners = true
    unsafe bytes.withUnsafeBytes { unsafe appendPiece($0, kind) }
  }

  @inline(__always)
  private func appendFrame(
    kind frameKind: FrameKind = .binary, isCompressed: Bool = false, headCount: Int, bodyCount: Int,
    tailPadding: Int, writeHead: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    let start = unsafe lent + arenaUsed
    let frameHead = unsafe style.writeHead(
      frameKind, isCompressed: isCompressed, payloadCount: headCount + bodyCount + tailPadding,
      maskingKey: nil, to: start)
    unsafe writeHead(UnsafeMutableRawBufferPointer(start: start + frameHead, count: headCount))
    arenaUsed += frameHead + headCount
    unsafe appendPiece(UnsafeRawBufferPointer(start: start, count: frameHead + headCount), .head)
  }

  @inline(__always)
  private func appendPadding(_ padding: Int) {
    guard padding > 0 else { return }
    let start = unsafe lent + arenaUsed
    unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: padding)
    arenaUsed += padding
    unsafe appendPiece(UnsafeRawBufferPointer(start: start, count: padding), .head)
  }

  /// Appends a piece, joining it to the one before if they are neighbours in the arena.
  @inline(__always)
  private func appendPiece(_ bytes: UnsafeRawBufferPointer, _ kind: PieceKind) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return }
    let pieces = unsafe pieces
    let kinds = unsafe OutboundBatch.kinds(of: pieces)
    pendingBytes += bytes.count
    if kind == .head, count > next, unsafe kinds[count - 1] == .head,
      unsafe UnsafeRawPointer(pieces[count - 1].iov_base) + pieces[count - 1].iov_len == base
    {
      unsafe pieces[count - 1].iov_len += bytes.count
      return
    }
    unsafe pieces[count] = iovec(
      iov_base: UnsafeMutableRawPointer(mutating: base), iov_len: bytes.count)
    unsafe kinds[count] = kind
    count += 1
  }

  /// Forgets everything and releases what was borrowed.
  func reset() {
    count = 0
    next = 0
    arenaUsed = 0
    pendingBytes = 0
    if hasOwners {
      hasOwners = false
      owners.removeAll(keepingCapacity: true)
    }
    if let lent = unsafe memory {
      unsafe memory = nil
      unsafe lender.giveBack(lent)
    }
    sources.release()
  }
}
