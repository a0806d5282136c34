import SharedBytes
import Testing

@testable import WAMP

/// What is kept of a session's messages in case that its connection is lost.
@Suite struct ReplayLogTests {
  private func message(_ number: UInt8, size: Int = 1) -> EncodedMessage {
    EncodedMessage(head: [UInt8](repeating: number, count: size))
  }

  @Test func `what came after a message is told, from the first to the last`() {
    var log = ReplayLog(limit: .max)
    #expect(log.messages(after: 0)?.isEmpty == true)
    for number in 1...200 as ClosedRange<UInt8> { log.append(message(number)) }
    #expect(log.last == 200 && log.first == 1)
    #expect(log.messages(after: 197)?.map(\.head) == [[198], [199], [200]])
    #expect(log.messages(after: 200)?.isEmpty == true)
    #expect(log.messages(after: 0)?.count == 200)
    #expect(log.messages(after: 201) == nil)
  }

  @Test func `the oldest go when the bytes are used up, and are not told as if nothing was missing`() {
    var log = ReplayLog(limit: 10 * (ReplayLog.overhead + 4))
    for number in 1...100 as ClosedRange<UInt8> { log.append(message(number, size: 4)) }
    #expect(log.first == 91 && log.last == 100)
    #expect(log.messages(after: 90)?.map { $0.head[0] } == Array(91...100))
    #expect(log.messages(after: 89) == nil)
    #expect(log.messages(after: 0) == nil)
  }

  @Test func `a message that takes more than all of the room is not kept, and those before go`() {
    var log = ReplayLog(limit: 1000)
    log.append(message(1))
    log.append(message(2, size: 2000))
    #expect(log.messages(after: 1) == nil)
    #expect(log.messages(after: 2)?.isEmpty == true)
    log.append(message(3))
    #expect(log.messages(after: 2)?.map(\.head) == [[3]])
  }
}
