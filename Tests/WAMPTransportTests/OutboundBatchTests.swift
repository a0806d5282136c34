import NIOCore
import NIOEmbedded
import Programs
import SharedBytes
import Testing

@testable import WAMPTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("Outbound batch")
struct OutboundBatchTests {
  let memory = LoopMemory()
  let batch: OutboundBatch
  let sums = SendCounters()
  let counters: LoopCounters

  init() {
    counters = sums.counters(of: EmbeddedEventLoop())
    batch = OutboundBatch(.webSocket, memory: memory.batches)
  }

  @Test("sends owned and borrowed frames in order and counts payload and heads")
  func order() throws {
    let pipe = try SocketPair()
    let record = LentRecord(pattern(5000))
    batch.append(EncodedMessage(head: [1, 2, 3], body: SharedBytes(pattern(200)), tailPadding: 5))
    let lent = record.bytes
    unsafe batch.append(borrowing: lent.bytes, from: record, headCount: 2, tailPadding: 3) {
      unsafe $0.copyBytes(from: [8, 9])
    }
    batch.append(EncodedMessage(head: [7]), kind: .pong)
    #expect(record.lentCount == 1 && record.returnedCount == 0)
    #expect(isSent(batch.send(on: pipe.sender.descriptor, counters: counters)))
    #expect(record.returnedCount == 1)
    let frames = [
      Frame(payload: [1, 2, 3] + pattern(200) + [0, 0, 0, 0, 0], key: nil),
      Frame(payload: [8, 9] + pattern(5000) + [0, 0, 0], key: nil),
      Frame(opcode: 10, payload: [7], key: nil),
    ]
    let expected = frames.flatMap(\.bytes)
    #expect(try pipe.receiver.receive(exactly: expected.count) == expected)
    #expect(sums.snapshot.payloadBytesUncopied == 5200)
    #expect(sums.snapshot.headBytes == expected.count - 5200)
    #expect(sums.snapshot.sendCalls == 1)
  }

  @Test(
    "gathers in memory of its own while it has frames, and leaves it to the next one of its loop when they are sent"
  )
  func memoryOfTheLoop() throws {
    let pipe = try SocketPair()
    let other = OutboundBatch(.webSocket, memory: memory.batches)
    let place = unsafe memory.batches.take()
    unsafe memory.batches.giveBack(place)
    for number: UInt8 in 0..<3 {
      batch.append(EncodedMessage(head: [number, 1]))
      other.append(EncodedMessage(head: [number, 2]))
      batch.append(EncodedMessage(head: [number, 3]))
      #expect(isSent(batch.send(on: pipe.sender.descriptor, counters: counters)))
      #expect(isSent(other.send(on: pipe.sender.descriptor, counters: counters)))
      let expected = [1, 3, 2].flatMap { Frame(payload: [number, $0], key: nil).bytes }
      #expect(try pipe.receiver.receive(exactly: expected.count) == expected)
    }
    let last = unsafe memory.batches.take()
    #expect(unsafe place == last)
    unsafe memory.batches.giveBack(last)
  }

  @Test("has room for the pieces of every message, up to the system's limit", arguments: [0, 5])
  func manyPieces(tailPadding: Int) async throws {
    let pipe = try SocketPair()
    var expected: [UInt8] = []
    var count = 0
    while batch.hasRoom(head: 8) {
      let body = pattern(16, seed: count)
      batch.append(
        EncodedMessage(head: [UInt8(count & 255)], body: SharedBytes(body), tailPadding: tailPadding))
      expected +=
        Frame(
          payload: [UInt8(count & 255)] + body + [UInt8](repeating: 0, count: tailPadding), key: nil
        ).bytes
      count += 1
    }
    #expect(count > 300)
    #expect(isSent(batch.send(on: pipe.sender.descriptor, counters: counters)))
    #expect(try pipe.receiver.receive(exactly: expected.count) == expected)
    #expect(batch.hasRoom(head: 4096))
  }

  @Test("says that it has no room before a message of four pieces would not fit")
  func fourPieces() {
    let long = [UInt8](repeating: 1, count: 5000)
    for _ in 0..<339 { batch.append(EncodedMessage(head: long, body: SharedBytes([1]))) }
    for _ in 0..<2 { batch.append(EncodedMessage(head: [1], body: SharedBytes([1]))) }
    // 1021 of 1024 pieces are used.
    #expect(!batch.hasRoom(head: 4096))
  }

  @Test("gives each source its bytes back once")
  func releases() {
    let (first, second) = (LentRecord([1]), LentRecord([2]))
    for record in [first, second, first, second, first] { lend(record) }
    batch.reset()
    for record in [first, second] {
      #expect(record.lentCount == 1)
      #expect(record.returnedCount == 1)
    }
    batch.reset()
    #expect(first.returnedCount == 1)
  }

  @Test("goes on where a full socket stopped it, and copies the rest when asked")
  func full() async throws {
    let pipe = try SocketPair()
    let record = LentRecord(pattern(4 << 20))
    lend(record)
    let expected = Frame(payload: pattern(4 << 20), key: nil).bytes
    #expect(!isSent(batch.send(on: pipe.sender.descriptor, counters: counters)))
    let sent = sums.snapshot.payloadBytesUncopied
    #expect(sent > 0 && sent < 4 << 20)
    #expect(record.isOut)
    let some = batch.takeRest(atMost: 1000)
    #expect(some.bytes.readableBytes == 1000 && some.payload == 1000)
    #expect(record.isOut)
    let rest = batch.takeRest(atMost: .max)
    #expect(!record.isOut)
    #expect(batch.isEmpty && batch.pendingBytes == 0)
    let early = try pipe.receiver.receive(exactly: expected.count - 1000 - rest.bytes.readableBytes)
    #expect(early + Array(some.bytes.readableBytesView) + Array(rest.bytes.readableBytesView) == expected)
    #expect(sent + some.payload + rest.payload == 4 << 20)
  }

  @Test("reports a peer that is gone")
  func broken() throws {
    let pipe = try SocketPair()
    pipe.receiver.close()
    lend(LentRecord([1]))
    guard case .failed(EPIPE) = batch.send(on: pipe.sender.descriptor, counters: counters) else {
      Issue.record("sending to a closed socket did not fail")
      return
    }
  }

  private func lend(_ record: LentRecord) {
    let lent = record.bytes
    unsafe batch.append(borrowing: lent.bytes, from: record, headCount: 0, tailPadding: 0) { _ in }
  }

  private func isSent(_ result: OutboundBatch.SendResult) -> Bool {
    if case .sent = result { true } else { false }
  }
}

/// Two ends of a local stream; sending does not block.
struct SocketPair {
  let sender: PlainSocket
  let receiver: PlainSocket

  init() throws {
    let ends = try Loopback.makePair()
    sender = PlainSocket(descriptor: ends.0)
    receiver = PlainSocket(descriptor: ends.1)
    _ = fcntl(ends.0, F_SETFL, O_NONBLOCK)
  }
}
