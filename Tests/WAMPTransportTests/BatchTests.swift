import SharedBytes
import Testing

@testable import WAMPTransport

@Suite("Batches of messages")
struct BatchTests {
  private func parts(_ style: BatchStyle, _ bytes: [UInt8]) -> [[UInt8]] {
    let shared = SharedBytes(bytes)
    return style.split(shared.bytes).map { Array(bytes[$0]) }
  }

  @Test("are split where they say", arguments: [0, 1, 2, 255, 256, 70_000])
  func lengths(count: Int) {
    let message = [UInt8](repeating: 0x1E, count: count)
    let batch = Array(BatchStyle.lengths.batch(EncodedMessage(head: message)).joined())
    #expect(batch.count == count + 4)
    #expect(parts(.lengths, batch) == [message])
    #expect(parts(.lengths, batch + batch) == [message, message])
  }

  @Test("of text end with a record separator each")
  func separators() {
    let batch = Array(BatchStyle.separators.batch(EncodedMessage(head: Array("[1]".utf8))).joined())
    #expect(batch == Array("[1]\u{1E}".utf8))
    #expect(parts(.separators, batch + batch) == [Array("[1]".utf8), Array("[1]".utf8)])
  }

  @Test("of text are answered with the separator that the peer uses")
  func octalSeparators() {
    let asked = SharedBytes(Array("[1]\u{18}[2]\u{18}".utf8))
    let style = BatchStyle.separators.answering(asked.bytes)
    #expect(style == .octalSeparators && style.answering(asked.bytes) == style)
    #expect(parts(style, Array(asked)) == [Array("[1]".utf8), Array("[2]".utf8)])
    #expect(Array(style.batch(EncodedMessage(head: [0x31])).joined()) == [0x31, 0x18])
    #expect(BatchStyle.lengths.answering(asked.bytes) == .lengths)
    #expect(BatchStyle.separators.answering(SharedBytes([0x31, 0x1E]).bytes) == .separators)
  }

  @Test("keep a body where it is, and count it")
  func bodies() {
    let message = EncodedMessage(head: [1, 2], body: SharedBytes([3, 4, 5]), tailPadding: 2)
    let batch = BatchStyle.lengths.batch(message)
    #expect(batch.head == [0, 0, 0, 7, 1, 2] && batch.body == message.body && batch.tailPadding == 2)
  }

  @Test(
    "that are damaged end with a message that is none",
    arguments: [
      (BatchStyle.lengths, [0, 0, 0] as [UInt8], 0), (.lengths, [0, 0, 0, 2, 1], 0),
      (.lengths, [255, 255, 255, 255, 1], 0),
      (.lengths, [0, 0, 0, 1, 7, 0], 1), (.separators, Array("[1]".utf8), 0),
      (.separators, Array("[1]\u{1E}[".utf8), 1),
    ])
  func damaged(style: BatchStyle, bytes: [UInt8], whole: Int) {
    let found = parts(style, bytes)
    #expect(found.count == whole + 1 && found.last?.isEmpty == true)
  }

  @Test("of several messages have a limit, a single one has that of messages")
  func limit() {
    let large = Array(
      BatchStyle.lengths.batch(EncodedMessage(head: [UInt8](repeating: 1, count: 300_000))).joined())
    #expect(parts(.lengths, large).map(\.count) == [300_000])
    #expect(parts(.lengths, large + large).map(\.count) == [300_000, 0])
    #expect(parts(.lengths, []).isEmpty)
  }
}
